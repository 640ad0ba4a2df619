import { expect, test } from "vitest";
import { encryptBody } from "../../../src/stand-in/index.ts";
import { event, json, NOW, request, secrets, webhook } from "../../support/feishu/webhook.ts";

type Server = Awaited<ReturnType<typeof webhook>>["server"];
const BLOCK = 16;

/** What somebody without any key is answered to these bytes. */
async function asked(server: Server, bytes: Buffer, headers: object = {}): Promise<string> {
  const payload = JSON.stringify({ encrypt: bytes.toString("base64") });
  const answer = await server.inject({
    method: "POST",
    url: "/feishu",
    headers: { ...json, ...headers },
    payload,
  });
  return `${answer.statusCode} ${answer.payload}`;
}

/**
 * Finds the last bytes of an encrypted block, by what is answered to blocks in front of it: the one answer that
 * differs from the others is to a padding that is right.
 *
 * @returns as many bytes as could be found
 */
async function attack(server: Server, front: Buffer, block: Buffer, count: number): Promise<Buffer> {
  const found = Buffer.alloc(BLOCK);
  for (let length = 1; length <= count; length += 1) {
    const answers = new Map<string, number[]>();
    for (let guess = 0; guess < 256; guess += 1) {
      const forged = Buffer.alloc(BLOCK, 0x5a);
      for (let at = BLOCK - length; at < BLOCK; at += 1) forged[at] = (found[at] ?? 0) ^ length;
      forged[BLOCK - length] = guess;
      const answer = await asked(server, Buffer.concat([forged, block]));
      answers.set(answer, [...(answers.get(answer) ?? []), guess]);
    }
    const rare = [...answers.values()].filter((guesses) => guesses.length === 1)[0]?.[0];
    if (rare === undefined) return Buffer.alloc(0);
    found[BLOCK - length] = rare ^ length;
  }
  return Buffer.from(found.map((byte, at) => byte ^ (front[at] ?? 0)).subarray(BLOCK - count));
}

test("an event that was overheard tells nothing to somebody who has no key", async () => {
  const { server } = await webhook();
  const sent = Buffer.from(JSON.parse(request(event).payload).encrypt, "base64");
  const [front, block] = [sent.subarray(BLOCK, 2 * BLOCK), sent.subarray(2 * BLOCK, 3 * BLOCK)];
  const found = await attack(server, front, block, 3);
  expect(found.toString()).not.toBe(
    JSON.stringify(event)
      .slice(BLOCK, 2 * BLOCK)
      .slice(-3),
  );
  expect(found).toHaveLength(0);
});

const bytesOf = (plain: string) =>
  Buffer.from(JSON.parse(encryptBody(plain, secrets.encryptKey)).encrypt, "base64");
const challenge = (fields: object) =>
  JSON.stringify({ challenge: "abc", token: secrets.verificationToken, type: "url_verification", ...fields });

test("whatever is wrong with an unsigned body, one and the same answer comes", async () => {
  const { server } = await webhook();
  const good = bytesOf(challenge({}));
  const wrongPadding = Buffer.from(good);
  wrongPadding[good.length - 1] = (good.at(-1) ?? 0) ^ 1;
  const wrong = [
    ...[Buffer.alloc(0), Buffer.alloc(16), Buffer.alloc(47), Buffer.alloc(4096), good.subarray(0, -16)],
    ...[wrongPadding, bytesOf("no JSON"), bytesOf("[]"), bytesOf("null"), bytesOf(JSON.stringify(event))],
    ...[bytesOf(challenge({ token: "guess" })), bytesOf(challenge({ type: "other" }))],
    bytesOf(challenge({ note: "Grüße" })),
  ];
  const answers = await Promise.all(wrong.map((bytes) => asked(server, bytes)));
  const forged = { "x-lark-signature": "0".repeat(64), "x-lark-request-timestamp": String(NOW / 1000) };
  answers.push(await asked(server, good, forged));
  for (const payload of ["", "{", "[]", "{}", '{"encrypt":7}'])
    for (const headers of [json, { ...json, ...forged }]) {
      const answer = await server.inject({ method: "POST", url: "/feishu", headers, payload });
      answers.push(`${answer.statusCode} ${answer.payload}`);
    }
  expect([...new Set(answers)]).toHaveLength(1);
  expect(answers[0]).toMatch(/^401 /);
  expect(await asked(server, good)).toBe('200 {"challenge":"abc"}');
});

test("a part of another body that was put into a challenge is not echoed", async () => {
  const { server } = await webhook({}, { verificationToken: undefined });
  const part = bytesOf(JSON.stringify(event)).subarray(BLOCK, 2 * BLOCK);
  let echoed = 0;
  // Two blocks become noise; about one in a hundred such pairs has neither quotes nor control characters in it.
  for (let round = 0; round < 1000; round += 1) {
    const base = bytesOf(challenge({ challenge: "x".repeat(40) }));
    const spliced = Buffer.concat([base.subarray(0, 2 * BLOCK), part, base.subarray(3 * BLOCK)]);
    if ((await asked(server, spliced)).startsWith("200")) echoed += 1;
  }
  expect(echoed).toBe(0);
});

test("a challenge that is no text is malformed, signed or not", async () => {
  const { server } = await webhook();
  for (const other of [{ toString: 1 }, 7, null, ["a"], true]) {
    const sent = request(challenge({ challenge: other }));
    expect((await server.inject(sent)).statusCode).toBe(400);
    expect((await server.inject({ ...sent, headers: json })).statusCode).toBe(400);
  }
});
