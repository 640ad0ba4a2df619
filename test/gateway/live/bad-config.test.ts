import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { PERSON_ENTRY } from "../../../src/feishu/event/people.ts";
import { LINK_ENTRY } from "../../../src/feishu/key/identity-links.ts";
import {
  account,
  appId,
  appSecret,
  configWith,
  feishu,
  folder,
  SECRET,
  setUp,
  start,
} from "../../support/gateway/starting.ts";

beforeEach(setUp);

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
    'channels.feishu.transport: expected "websocket" or "webhook", got "pigeon"',
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
    'channels.feishu.dmPolicy: expected "open" or "allowlist" or "disabled", got "closed"',
  ],
  [
    "a list that is none",
    () => configWith({ allowFrom: "ou_1" }),
    "channels.feishu.allowFrom: expected array, got a string",
  ],
  [
    "a list with what is nobody's id",
    () => configWith({ allowFrom: ["ou_1", "chat:oc_1"] }),
    `channels.feishu.allowFrom[1]: expected ${PERSON_ENTRY}, got "chat:oc_1"`,
  ],
  [
    "a link to what is nobody's id",
    () => configWith({}, { session: { identityLinks: { lina: ["Li Na"] } } }),
    `session.identityLinks.lina[0]: expected ${LINK_ENTRY}, got "Li Na"`,
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
    "two accounts with one app",
    () => configWith({ accounts: { a: { appId, appSecret }, b: { appId, appSecret } } }),
    "channels.feishu.accounts.b.appId: expected an app of its own: Feishu gives each event to one connection of an app, got that of a",
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
    'agent.kind: expected "http", "command", "openai" or "echo", got "human"',
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
    'inbox.kind: expected "sqlite", "postgres" or "memory", got "redis"',
  ],
  [
    "a database that is none",
    () => configWith({}, { inbox: { kind: "postgres", url: ref } }),
    "inbox.url: expected a URL: postgres://user:password@host/database, special characters as %XX, got another text",
  ],
  [
    "a database by a variable that is not set",
    () => configWith({}, { inbox: { kind: "postgres", url: { env: "UNSET" } } }),
    "inbox.url: expected the environment variable UNSET, which is not set",
  ],
  [
    "a schema that would need quotes",
    () => configWith({}, { inbox: { kind: "postgres", url: ref, schema: "Feishu" } }),
    "inbox.schema: expected lower-case letters, digits and _, got a string",
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
    'log.level: expected "debug" or "info" or "warn" or "error" or "silent", got "loud"',
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
