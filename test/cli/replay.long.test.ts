import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { exitCode, run, start } from "../support/cli/run.ts";
import { fixtureText, message } from "../support/replay/fixtures.ts";

let folder: string;
const path = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cli-"));
  const incident = [message(0, "one"), message(1000, "/new", { thread: "omt_1" }), message(1200, "two")];
  const many = Array.from({ length: 2000 }, (_, index) =>
    message(index, "x".repeat(500), { id: `om_${index}`, user: `ou_${index}` }),
  );
  await writeFile(path("incident.jsonl"), fixtureText({ name: "incident", turnMs: 3000 }, ...incident));
  await writeFile(path("long.jsonl"), fixtureText({ name: "long", turnMs: 0 }, ...many));
  await writeFile(
    path("broken.jsonl"),
    fixtureText({ name: "broken" }, message(0, "one"), { at: 5, evnt: {} }),
  );
  await writeFile(path("none.json5"), "{channels: {feishu: {middleware: []}}}");
  await writeFile(
    path("bad.json5"),
    "{channels: {feishu: {middleware: [['feishu-dispatch-dedup', {maxQueue: 1}]]}}}",
  );
});
afterAll(() => rm(folder, { recursive: true }));

const count = z.int().min(0);
const runSchema = z.strictObject({
  dispatches: count,
  turns: z.array(
    z.strictObject({
      messageId: z.string(),
      sessionKey: z.string(),
      text: z.string(),
      lane: z.string(),
      arrivedAt: count,
      startedAt: count,
      endedAt: count,
      status: z.enum(["ok", "takeover", "failed", "cut-off"]),
    }),
  ),
  takeovers: count,
  failedTurns: count,
  duplicateReplies: count,
  lostMessages: count,
  outOfOrder: count,
  maxTurnsPerSession: count,
  longestWaitMs: count,
  outcomes: z.record(z.string(), count),
});
const fixtureSchema = z.strictObject({
  name: z.string(),
  events: count,
  without: runSchema,
  with: runSchema,
});
const reportSchema = z.strictObject({ fixtures: z.array(fixtureSchema) });

describe("replay", () => {
  test("prints a table, and in words what was prevented; exit 0", async () => {
    const { stdout, stderr, code } = await run("replay", path("incident.jsonl"));
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    expect(stdout).toMatch(/│ incident +│ +3 │ +1 → 0 │/);
    expect(stdout).toContain("the middleware prevented 1 takeover and 1 lost message.\n");
    expect(stdout).not.toContain("\u001b");
  });

  test("prints one JSON object of just the promised shape", async () => {
    const { stdout, stderr, code } = await run("replay", path("incident.jsonl"), "--json");
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    const { fixtures } = reportSchema.parse(JSON.parse(stdout));
    expect(fixtures).toMatchObject([{ name: "incident", without: { takeovers: 1 }, with: { takeovers: 0 } }]);
  });

  test("exits 1 and says why when something went wrong with the middleware", async () => {
    const { stdout, stderr, code } = await run(
      "replay",
      path("incident.jsonl"),
      "--config",
      path("none.json5"),
      "--json",
    );
    expect(code).toBe(1);
    expect(stderr).toBe("incident: with the middleware: 1 takeover; 1 lost message\n");
    expect(reportSchema.parse(JSON.parse(stdout)).fixtures[0]?.with.takeovers).toBe(1);
  });

  test("writes a timeline, and a trace", async () => {
    const out = ["--html", path("page.html"), "--trace", path("trace.json")];
    expect((await run("replay", path("incident.jsonl"), ...out)).code).toBe(0);
    expect(await readFile(path("page.html"), "utf8")).toMatch(
      /^<!doctype html>.*<h2 id="name-0">incident<\/h2>.*<\/html>\n$/s,
    );
    const { traceEvents } = JSON.parse(await readFile(path("trace.json"), "utf8"));
    expect(traceEvents.filter(({ ph }: { ph: string }) => ph === "X")).toHaveLength(6);
  });

  test("runs at another speed, and draws nothing where nobody is watching", async () => {
    const { stdout, stderr, code } = await run("replay", path("incident.jsonl"), "--speed", "10", "--json");
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    expect(stdout).toBe((await run("replay", path("incident.jsonl"), "--json")).stdout);
  });

  test("survives that nobody reads on", async () => {
    const child = start("replay", path("long.jsonl"), "--json");
    child.stdout.once("data", () => child.stdout.destroy());
    const [stderr, code] = await Promise.all([text(child.stderr), exitCode(child)]);
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  });
});

describe("what cannot be used gives exit 2, one line on stderr and nothing on stdout", () => {
  const fixture = () => path("incident.jsonl");
  const ours = (place: string, reason: string) => `feishu-dispatch-dedup: ${place}: ${reason}`;
  const cases: Array<[what: string, args: () => string[], line: () => string]> = [
    ["no path", () => [], () => "error: missing required argument 'path'"],
    ["an unknown option", () => [fixture(), "--fast"], () => "error: unknown option '--fast'"],
    [
      "no speed at all",
      () => [fixture(), "--speed", "0"],
      () =>
        "error: option '--speed <speed>' argument '0' is invalid. Expected max, realtime or a number above 0.",
    ],
    [
      "half an option",
      () => [fixture(), "--config"],
      () => "error: option '--config <file>' argument missing",
    ],
    ["nothing there", () => [path("nothing")], () => ours(path("nothing"), "cannot read it (ENOENT)")],
    [
      "a broken fixture among good ones",
      () => [folder],
      () => ours(`${path("broken.jsonl")}:3`, "event: expected object, got nothing"),
    ],
    [
      "no config",
      () => [fixture(), "--config", path("no.json5")],
      () => ours(path("no.json5"), "cannot read the config (ENOENT)"),
    ],
    [
      "a bad option of a middleware",
      () => [fixture(), "--config", path("bad.json5")],
      () =>
        ours(
          path("bad.json5"),
          "channels.feishu.middleware[0] (feishu-dispatch-dedup): maxQueue: no such key",
        ),
    ],
    [
      "no place for a page",
      () => [fixture(), "--html", folder],
      () => ours(folder, "cannot write the timeline (EISDIR)"),
    ],
    [
      "no place for a trace",
      () => [fixture(), "--trace", folder],
      () => ours(folder, "cannot write the trace (EISDIR)"),
    ],
  ];

  test.each(cases)("%s", async (_, args, line) => {
    const { stdout, stderr, code } = await run("replay", ...args());
    expect({ stdout, stderr, code }).toEqual({ stdout: "", stderr: `${line()}\n`, code: 2 });
  });

  test("an unknown command", async () => {
    const { stdout, stderr, code } = await run("rerun");
    expect({ stdout, stderr, code }).toEqual({
      stdout: "",
      stderr: "error: unknown command 'rerun'\n",
      code: 2,
    });
  });
});

test("help is a result, and exits 0", async () => {
  for (const args of [["--help"], ["replay", "--help"]]) {
    const { stdout, stderr, code } = await run(...args);
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    expect(stdout).toMatch(/^Usage: feishu-dispatch-dedup/);
  }
});
