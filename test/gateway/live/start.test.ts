import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { checkConfig, createLog, type Gateway, startGateway } from "../../../src/gateway/index.ts";
import { DEMO_APP, type StandIn, startStandIn } from "../../support/feishu/index.ts";

const { appId, appSecret } = DEMO_APP;
const account = { appId, appSecret };
const SECRET = "a-secret-that-must-not-be-seen";
let feishu: StandIn;
let folder: string;
let lines: string[];
const gateways: Gateway[] = [];

beforeEach(async () => {
  feishu = await startStandIn();
  folder = await mkdtemp(join(tmpdir(), "start-"));
  lines = [];
  return async () => {
    for (const gateway of gateways.splice(0)) await gateway.close();
    await feishu.close();
    await rm(folder, { recursive: true });
  };
});

/** A config that works, with keys of the channel and of the top laid over it. */
function configWith(channel: object, top: object = {}) {
  const channels = { feishu: { accounts: { default: account }, domain: feishu.url, ...channel } };
  return { channels, agent: { kind: "echo" }, inbox: { kind: "memory" }, health: false, ...top };
}

/** What starting with this leads to. */
async function start(config: object) {
  const log = createLog("debug", { write: (line) => void lines.push(line) });
  const checked = checkConfig(config, join(folder, "gateway.json5"));
  const gateway = await startGateway(checked, { log, env: { SET: SECRET, EMPTY: "" } });
  gateways.push(gateway);
  return gateway;
}

const ref = { env: "SET" };
const bad: Array<[what: string, config: () => object, reason: string]> = [
  ["an unknown key", () => configWith({}, { agnet: {} }), "agnet: no such key"],
  [
    "no account",
    () => configWith({ accounts: {} }),
    "channels.feishu.accounts: expected at least one account, got none",
  ],
  [
    "an account without secret",
    () => configWith({ accounts: { a: { appId } } }),
    'channels.feishu.accounts.a.appSecret: expected a text, {"env": "NAME"} or {"file": "path"}, got nothing',
  ],
  [
    "a number as a secret",
    () => configWith({ accounts: { a: { appId, appSecret: 7 } } }),
    'channels.feishu.accounts.a.appSecret: expected a text, {"env": "NAME"} or {"file": "path"}, got 7',
  ],
  [
    "an app id of another form",
    () => configWith({ accounts: { a: { appId: SECRET, appSecret } } }),
    "channels.feishu.accounts.a.appId: expected cli_ and 16 hex digits, got another text",
  ],
  [
    "a variable that is not set",
    () => configWith({ accounts: { a: { appId, appSecret: { env: "UNSET" } } } }),
    "channels.feishu.accounts.a.appSecret: expected the environment variable UNSET, which is not set",
  ],
  [
    "a variable that is empty",
    () => configWith({ accounts: { a: { appId, appSecret: { env: "EMPTY" } } } }),
    "channels.feishu.accounts.a.appSecret: expected the environment variable EMPTY, which is not set",
  ],
  [
    "another transport",
    () => configWith({ transport: "pigeon" }),
    'channels.feishu.transport: expected "websocket" or "webhook", got a string',
  ],
  [
    "a domain without https",
    () => configWith({ domain: `http://${SECRET}.example.com` }),
    'channels.feishu.domain: expected "feishu", "lark" or an https URL without a path (http on this machine only), got a string',
  ],
  [
    "a domain with a path",
    () => configWith({ domain: "https://example.com/api" }),
    'channels.feishu.domain: expected "feishu", "lark" or an https URL without a path (http on this machine only), got a string',
  ],
  [
    "another policy",
    () => configWith({ dmPolicy: "closed" }),
    'channels.feishu.dmPolicy: expected "open" or "allowlist" or "disabled", got a string',
  ],
  [
    "a list that is none",
    () => configWith({ allowFrom: "ou_1" }),
    "channels.feishu.allowFrom: expected array, got a string",
  ],
  [
    "a webhook without secrets",
    () => configWith({ transport: "webhook" }),
    "channels.feishu.accounts.default: a webhook needs an encryptKey or a verificationToken, got neither",
  ],
  [
    "two webhooks at one path",
    () =>
      configWith({
        transport: "webhook",
        accounts: {
          a: { ...account, encryptKey: ref, path: "/x" },
          b: { ...account, encryptKey: ref, path: "/x" },
        },
      }),
    "channels.feishu.accounts.b.path: expected a path of its own, got that of a",
  ],
  [
    "a path that is none",
    () => configWith({ accounts: { a: { ...account, path: "x y" } } }),
    "channels.feishu.accounts.a.path: expected a path such as /feishu/default, got a string",
  ],
  [
    "a middleware that is not there",
    () => configWith({ middleware: ["./none.js"] }),
    "channels.feishu.middleware[0] (./none.js): ",
  ],
  [
    "a middleware's wrong option",
    () => configWith({ middleware: [["feishu-dispatch-dedup", { maxQueued: -1 }]] }),
    "channels.feishu.middleware[0] (feishu-dispatch-dedup): maxQueued: expected at least 0, got -1",
  ],
  ["no agent", () => configWith({}, { agent: undefined }), "agent: expected an object, got nothing"],
  [
    "another kind of agent",
    () => configWith({}, { agent: { kind: "human" } }),
    'agent.kind: expected "http", "command", "openai" or "echo", got a string',
  ],
  [
    "an agent without URL",
    () => configWith({}, { agent: { kind: "http" } }),
    "agent.url: expected string, got nothing",
  ],
  [
    "an agent at another URL",
    () => configWith({}, { agent: { kind: "http", url: "ftp://example.com" } }),
    "agent.url: expected an http or https URL, got a string",
  ],
  [
    "an agent's header that is not set",
    () =>
      configWith(
        {},
        { agent: { kind: "http", url: "http://127.0.0.1:1", headers: { authorization: { env: "UNSET" } } } },
      ),
    "agent.headers.authorization: expected the environment variable UNSET, which is not set",
  ],
  [
    "no program",
    () => configWith({}, { agent: { kind: "command", argv: [] } }),
    "agent.argv: expected a program and its arguments, got an array",
  ],
  [
    "a model without name",
    () => configWith({}, { agent: { kind: "openai", baseUrl: "http://127.0.0.1:1/v1" } }),
    "agent.model: expected string, got nothing",
  ],
  [
    "another inbox",
    () => configWith({}, { inbox: { kind: "redis" } }),
    'inbox.kind: expected "sqlite" or "memory", got a string',
  ],
  [
    "no attempts",
    () => configWith({}, { retry: { maxAttempts: 0 } }),
    "retry.maxAttempts: expected at least 1, got 0",
  ],
  [
    "a port that is none",
    () => configWith({}, { health: { port: 70_000 } }),
    "health.port: expected at most 65535, got 70000",
  ],
  [
    "another level",
    () => configWith({}, { log: { level: "loud" } }),
    'log.level: expected "debug" or "info" or "warn" or "error" or "silent", got a string',
  ],
  [
    "a timeout that no timer can wait",
    () => configWith({}, { shutdown: { timeoutMs: 2 ** 31 } }),
    "shutdown.timeoutMs: expected at most 2147483647, got 2147483648",
  ],
];

test.each(bad)("%s stops the start, by file and key, and nothing is connected", async (_, config, reason) => {
  let requests = 0;
  feishu.changes.on("request", () => {
    requests += 1;
  });
  const error: unknown = await start(config()).catch((it) => it);
  expect(error).toMatchObject({ name: "UsageError" });
  const { message } = error as Error;
  expect(message.startsWith(`${join(folder, "gateway.json5")}: ${reason}`)).toBe(true);
  expect(message).not.toContain(SECRET);
  expect(requests).toBe(0);
  expect(feishu.connections()).toBe(0);
});

test("a port that is taken stops the start", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void other.close());
  await once(other, "listening");
  const port = Object(other.address()).port;
  await expect(start(configWith({}, { health: { port } }))).rejects.toMatchObject({
    code: "ERR_CANNOT_LISTEN",
    message: `health: cannot listen on 127.0.0.1:${port} (EADDRINUSE)`,
  });
});

test("an inbox that another gateway holds stops the start, and says who", async () => {
  const config = configWith({}, { inbox: { kind: "sqlite", file: "held.sqlite" } });
  await start(config);
  await expect(start(config)).rejects.toMatchObject({
    code: "ERR_INBOX_HELD",
    message: expect.stringContaining(`process ${process.pid}`),
  });
});

test("credentials that Feishu refuses are told, without the secret", async () => {
  const gateway = await start(configWith({ accounts: { default: { appId, appSecret: ref } } }));
  const error: unknown = await gateway.connected.catch((it) => it);
  expect(error).toMatchObject({ code: "ERR_FEISHU_REFUSED" });
  expect(`${error} ${lines.join("")}`).not.toContain(SECRET);
});

test("secrets come from files, relative to the config, too", async () => {
  await writeFile(join(folder, "secret.txt"), `${appSecret}\n`);
  const gateway = await start(
    configWith({ accounts: { default: { appId, appSecret: { file: "secret.txt" } } } }),
  );
  await gateway.connected;
  expect(lines.join("")).not.toContain(appSecret);
});

test.each([
  ["is not there", undefined, "which cannot be read (ENOENT)"],
  ["is empty", " \n", "which is empty"],
])("a secret's file that %s stops the start", async (_, content, reason) => {
  const file = join(folder, "secret.txt");
  if (content !== undefined) await writeFile(file, content);
  const config = configWith({ accounts: { default: { appId, appSecret: { file: "secret.txt" } } } });
  await expect(start(config)).rejects.toMatchObject({
    message: expect.stringContaining(`a secret in ${file}, ${reason}`),
  });
});

test("/healthz and /readyz tell how it is, on this machine only", async () => {
  const gateway = await start(configWith({}, { health: { port: 0 } }));
  await gateway.connected;
  const { health } = gateway.addresses;
  expect(health).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const ask = async (path: string) => {
    const response = await fetch(`${health}${path}`);
    return [response.status, await response.json()];
  };
  expect(await ask("/healthz")).toEqual([200, { alive: true }]);
  expect(await ask("/readyz")).toEqual([200, { ready: true, accounts: { default: true }, inbox: "ok" }]);
  await feishu.close();
  await expect
    .poll(() => ask("/readyz"))
    .toEqual([503, { ready: false, accounts: { default: false }, inbox: "ok" }]);
});
