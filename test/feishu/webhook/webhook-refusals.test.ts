import type { InjectOptions } from "fastify";
import { expect, test } from "vitest";
import { event, json, NOW, request, secrets, signed, webhook } from "../../support/feishu/webhook.ts";

const good = request(event);
const headersOf = (options: InjectOptions, other: object) => ({ ...options.headers, ...other });

const hour = 3_600_000;
const refusals: Array<[string, number, InjectOptions]> = [
  ["GET", 405, { ...good, method: "GET" }],
  ["HEAD", 405, { ...good, method: "HEAD" }],
  ["PUT", 405, { ...good, method: "PUT" }],
  ["DELETE", 405, { ...good, method: "DELETE" }],
  ["no content type", 415, { ...good, headers: headersOf(good, { "content-type": "" }) }],
  ["text/plain", 415, { ...good, headers: headersOf(good, { "content-type": "text/plain" }) }],
  [
    "a form",
    415,
    { ...good, headers: headersOf(good, { "content-type": "application/x-www-form-urlencoded" }) },
  ],
  ["a body over the limit", 413, { ...good, payload: "x".repeat(5001) }],
  ["no body", 401, { ...good, payload: "" }],
  ["no signature", 401, { ...good, headers: json }],
  [
    "another body under the signature",
    401,
    { ...request({ ...event, schema: "x" }), headers: good.headers ?? {} },
  ],
  ["one changed byte", 401, { ...good, payload: good.payload.replace(/.(..)$/, "!$1") }],
  ["a signature cut short", 401, { ...good, headers: headersOf(good, { "x-lark-signature": "00ff" }) }],
  [
    "a signature that is no hex",
    401,
    { ...good, headers: headersOf(good, { "x-lark-signature": "z".repeat(64) }) },
  ],
  ["another nonce", 401, { ...good, headers: headersOf(good, { "x-lark-request-nonce": "other" }) }],
  ["no timestamp", 401, { ...good, headers: headersOf(good, { "x-lark-request-timestamp": "" }) }],
  [
    "a timestamp that is none",
    401,
    { ...good, headers: headersOf(good, { "x-lark-request-timestamp": "1e9" }) },
  ],
  ["a timestamp over an hour old", 401, request(event, secrets.encryptKey, NOW - hour - 1000)],
  ["a timestamp over an hour ahead", 401, request(event, secrets.encryptKey, NOW + hour + 1000)],
  ["another app's encrypt key", 401, request(event, "other key")],
  ["another verification token", 401, request({ ...event, header: { ...event.header, token: "guess" } })],
  ["no verification token", 401, request({ ...event, header: { ...event.header, token: undefined } })],
  [
    "a list as token",
    401,
    request({ ...event, header: { ...event.header, token: [secrets.verificationToken] } }),
  ],
  ["a plain body", 400, signed(JSON.stringify(event))],
  ["a body that is no JSON", 400, signed("{")],
  ["a body that is a list", 400, signed("[]")],
  ["encrypt that is no text", 400, signed('{"encrypt":1}')],
  ["encrypt that is empty", 401, signed('{"encrypt":""}')],
  [
    "encrypt cut short",
    401,
    signed(JSON.stringify({ encrypt: JSON.parse(good.payload).encrypt.slice(0, -24) })),
  ],
  ["an encrypted text that is no JSON", 400, request("top secret text")],
  ["an encrypted null", 400, request("null")],
  ["an event without its message", 400, request({ ...event, event: { sender: event.event.sender } })],
  ["an event that is a list", 400, request({ ...event, event: [] })],
  ["an event of schema 3", 400, request({ ...event, schema: "3.0" })],
];

test.each(refusals)("%s is refused with %i", async (_, status, options) => {
  const { server, kept, log } = await webhook({}, { bodyLimit: 5000 });
  const answer = await server.inject(options);
  expect(answer.statusCode).toBe(status);
  expect(kept).toHaveLength(0);
  const loud = log.lines.filter(({ level }) => level === "warn" || level === "error");
  expect(loud).toHaveLength(1);
  for (const secret of [secrets.encryptKey, secrets.verificationToken, "top secret"]) {
    expect(log.text()).not.toContain(secret);
    expect(answer.payload).not.toContain(secret);
  }
  expect((await server.inject(good)).statusCode).toBe(200);
});

test.each([NOW - hour, NOW + hour])("a timestamp just within the hour is taken", async (at) => {
  const { server } = await webhook();
  expect((await server.inject(request(event, secrets.encryptKey, at))).statusCode).toBe(200);
});
