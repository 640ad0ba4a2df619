import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { readConfig } from "../../src/openclaw/config.ts";
import { pluginManifest } from "../../src/openclaw/manifest.ts";

const fileInRoot = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");

test("every key has a default, and they are those of the documentation", () => {
  expect(readConfig()).toEqual({
    settledTtlMs: 86_400_000,
    maxSettled: 100_000,
    maxQueued: 64,
    maxAgeMs: 0,
    reorderWindowMs: 0,
    commands: {},
    channels: ["feishu", "openclaw-lark"],
    chatTypes: ["p2p"],
    otherChannels: "wait",
    onNew: "queue",
    maxWaitMs: 240_000,
    maxHoldMs: 900_000,
    stopGraceMs: 15_000,
    language: "auto",
    words: {},
    board: { actions: false },
    retryTakeover: false,
  });
});

const root = "plugins.entries.feishu-dispatch-dedup.config";

test.each([
  [{ maxWaitMs: "soon" }, `${root}.maxWaitMs: expected number, got a string`],
  [{ maxHoldMs: 10 }, `${root}.maxHoldMs: expected at least 1000, got 10`],
  [{ onNew: "now" }, `${root}.onNew: expected "queue" or "interrupt", got a string`],
  [{ channels: ["feishu", 7] }, `${root}.channels[1]: expected string, got 7`],
  [{ commands: { "/x": "later" } }, `${root}.commands["/x"]: expected`],
  [{ board: { actions: "yes" } }, `${root}.board.actions: expected boolean, got a string`],
  [{ board: true }, `${root}.board: expected false or object, got true`],
  [{ board: { file: "x" } }, `${root}.board.file: no such key`],
  [{ turnTimeoutMs: 1 }, `${root}.turnTimeoutMs: no such key`],
  ["everything", `${root}: expected object, got a string`],
])("a bad entry is refused by the key's name: %j", (entry, message) => {
  expect(() => readConfig(entry)).toThrow(UsageError);
  expect(() => readConfig(entry)).toThrow(message);
});

test("openclaw.plugin.json is what the schema says; `npm run docs` writes it", () => {
  expect(JSON.parse(fileInRoot("openclaw.plugin.json"))).toEqual(
    JSON.parse(JSON.stringify(pluginManifest())),
  );
});

test("every key of the host's schema has a title and a description", () => {
  const { configSchema } = JSON.parse(fileInRoot("openclaw.plugin.json"));
  const keys: Array<[string, { title?: string; description?: string }]> = Object.entries(
    configSchema.properties,
  );
  expect(keys.length).toBeGreaterThan(10);
  expect(keys.filter(([, { title, description }]) => !title || !description)).toEqual([]);
});

test("the package names the plugin's entry, and packs its manifest", () => {
  const { openclaw, files } = JSON.parse(fileInRoot("package.json"));
  expect(openclaw.extensions).toEqual(["./dist/openclaw/plugin.js"]);
  expect(files).toContain("openclaw.plugin.json");
});
