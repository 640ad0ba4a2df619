import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { checkGateway } from "../../../src/gateway/index.ts";
import { openSqliteInbox } from "../../../src/inbox/sqlite.ts";
import { configOf } from "../../support/gateway/config.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "check-"));
  return () => rm(folder, { recursive: true });
});

const SECRET = "a-secret-that-must-not-be-seen";
const env = { SET: SECRET };

/** What is found in a config with these keys laid over one that works. */
async function found(keys: Parameters<typeof configOf>[2] = {}) {
  const file = join(folder, "gateway.json5");
  await writeFile(file, JSON.stringify(configOf("http://127.0.0.1:1", "http://127.0.0.1:1", keys)), {
    mode: 0o600,
  });
  const all = await checkGateway(file, { env });
  expect(JSON.stringify(all)).not.toContain(SECRET);
  return all.map(({ level, message }) => `${level} ${message}`);
}

test("nothing is found in a config that works, and nothing is created", async () => {
  expect(await found()).toEqual([]);
  expect(await found({ config: { inbox: { kind: "sqlite", file: "new.sqlite" } } })).toEqual([]);
});

test("every wrong key is told at once, with the word that was found", async () => {
  const config = {
    agent: { kind: "htpp" },
    health: { port: "8787" },
    shutdwn: {},
    retry: { maxAttempts: 0 },
  };
  const feishu = {
    transport: "webhok",
    accounts: { default: { appId: "cli_0123456789abcdef", appSecret: 7 } },
  };
  expect(await found({ config, feishu })).toEqual([
    'fault channels.feishu.accounts.default.appSecret: expected a text, {"env": "NAME"} or {"file": "path"}, got 7',
    'fault channels.feishu.transport: expected "websocket" or "webhook", got "webhok"',
    'fault agent.kind: expected "http", "command", "openai" or "echo", got "htpp"',
    "fault retry.maxAttempts: expected at least 1, got 0",
    'fault health.port: expected number, got "8787"',
    "fault shutdwn: no such key",
  ]);
});

test("what may be a secret is not shown, even where it is wrong", async () => {
  const feishu = { accounts: { default: { appId: SECRET, appSecret: SECRET } }, domain: 7 };
  const all = await found({
    feishu,
    config: { agent: { kind: SECRET, url: SECRET }, health: { port: SECRET } },
  });
  expect(all.length).toBeGreaterThanOrEqual(2);
});

test("everything that the config names is looked for, whatever else is missing", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void taken.close());
  await once(taken, "listening");
  const { port } = Object(taken.address());
  const accounts = { default: { appId: { env: "APP_ID" }, appSecret: { file: "secret.txt" } } };
  const all = await found({
    feishu: { accounts, middleware: ["./missing.js"] },
    config: {
      session: {},
      agent: { kind: "command", argv: ["no-such-program"] },
      health: { port },
      inbox: { kind: "sqlite", file: "no/such/folder.sqlite" },
    },
  });
  expect(all).toEqual([
    expect.stringMatching(
      /^fault channels\.feishu\.accounts\.default\.appId: expected .* APP_ID, which is not set$/,
    ),
    expect.stringMatching(
      /^fault channels\.feishu\.accounts\.default\.appSecret: .*secret\.txt.* \(ENOENT\)$/,
    ),
    'fault agent.argv[0]: expected a program in a folder of PATH, got "no-such-program"',
    expect.stringMatching(/^fault inbox\.file: expected to be able to write to .*, got ENOENT$/),
    expect.stringMatching(/^fault channels\.feishu\.middleware\[0\] \(\.\/missing\.js\): /),
    expect.stringMatching(/^warning the config does not register/),
    expect.stringMatching(new RegExp(`^fault health\\.port: .*:${port} \\(EADDRINUSE\\)`)),
    expect.stringMatching(/^warning session\.dmScope is left out/),
  ]);
});

test("a program beside the config is found when it can be run", async () => {
  const agent = { kind: "command", argv: ["./answer.py"], url: undefined };
  await writeFile(join(folder, "answer.py"), "");
  const missing = [expect.stringMatching(/^fault agent\.argv\[0\]: expected a program at .*answer\.py, got/)];
  expect(await found({ config: { agent } })).toEqual(missing);
  await chmod(join(folder, "answer.py"), 0o755);
  expect(await found({ config: { agent } })).toEqual([]);
});

test("an inbox that another program wrote cannot be used, one in use can", async () => {
  const file = join(folder, "inbox.sqlite");
  const inbox = await openSqliteInbox({ file });
  onTestFinished(() => inbox.close());
  expect(await found()).toEqual([]);
  await writeFile(join(folder, "other.sqlite"), "no database, but a text of some length".repeat(40));
  const [fault] = await found({ config: { inbox: { kind: "sqlite", file: "other.sqlite" } } });
  expect(fault).toMatch(/^fault .*other\.sqlite/);
});

test("what works and tells or lets in more than may be meant is warned of", async () => {
  const accounts = { default: { appId: "cli_0123456789abcdef", appSecret: "x", verificationToken: "y" } };
  const all = await found({
    feishu: { transport: "webhook", accounts, middleware: [] },
    config: { webhook: { port: 0 } },
  });
  expect(all).toEqual([
    expect.stringMatching(/^warning default: a webhook without an encryptKey/),
    expect.stringMatching(/^warning the config does not register feishu-dispatch-dedup/),
  ]);
});

test("a file that is no JSON5, or not there, is the one fault", async () => {
  const file = join(folder, "broken.json5");
  await writeFile(file, "{ a");
  expect(await checkGateway(file, { env })).toEqual([
    { level: "fault", message: expect.stringMatching(/^not JSON5/) },
  ]);
  const [missing] = await checkGateway(join(folder, "none.json5"), { env });
  expect(missing?.message).toContain("ENOENT");
});
