import { expect, test } from "vitest";
import { cautions } from "../../src/openclaw/cautions.ts";
import { readConfig } from "../../src/openclaw/config.ts";
import { FakeHost } from "../support/openclaw/fake-host.ts";

const withHooks = (hooks: object) => ({ plugins: { entries: { "feishu-dispatch-dedup": { hooks } } } });

test.each([
  ["nothing unusual", {}, {}, []],
  ["diagnostics that are off", { diagnostics: { enabled: false } }, {}, ["diagnostics.enabled"]],
  ["a time limit for its hooks", withHooks({ timeoutMs: 30_000 }), {}, ["30000 ms"]],
  [
    "a time limit for this hook",
    withHooks({ timeoutMs: 900_000, timeouts: { reply_dispatch: 5_000 } }),
    {},
    ["5000 ms"],
  ],
  ["a time limit that is long enough", withHooks({ timeouts: { reply_dispatch: 300_000 } }), {}, []],
] as const)("with %s", (_, host, config, told) => {
  const found = cautions(host, readConfig(config));
  expect(found).toHaveLength(told.length);
  for (const [i, text] of told.entries()) expect(found[i]).toContain(text);
});

const PROCESSED = {
  type: "message.processed",
  channel: "feishu",
  sessionKey: "agent:main:main",
  outcome: "completed",
};

test("a message that the host ran without asking is told of, once", () => {
  const host = new FakeHost().load();
  host.emit({ ...PROCESSED, messageId: "om_a" });
  host.emit({ ...PROCESSED, messageId: "om_b" });
  expect(host.lines("warn", "without asking")).toHaveLength(1);
});

test.each([
  ["of another channel", { channel: "webchat" }],
  ["that no plugin is ever asked about", { reason: "fast_abort" }],
  ["that has failed", { outcome: "error" }],
])("a message %s is not", (_, difference) => {
  const host = new FakeHost().load();
  host.emit({ ...PROCESSED, messageId: "om_a", ...difference });
  expect(host.lines("warn")).toEqual([]);
});

test("nor is one that the plugin let pass", async () => {
  const host = new FakeHost().load();
  await (await host.send({ chatType: "group" })).finish();
  expect(host.lines("warn")).toEqual([]);
});

test("a message that the host ran without waiting is remembered", async () => {
  const host = new FakeHost().load();
  await host.send();
  await (await host.send({ id: "om_b" })).finish();
  expect((await host.send({ id: "om_b" })).dropped).toBe(true);
});
