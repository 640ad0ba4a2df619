import { type Attack, mustHold } from "../attack.ts";
import { keepAlive, type Post, post, signed, toldBy, unsigned } from "../http.ts";
import type { Scene } from "../scene.ts";
import { medianMs } from "../statistics.ts";

const BLOCK = 16;
/** How many bytes of a block the attacker tries to read; all others would be found the same way. */
const BYTES = 2;

const bodyOf = (bytes: Buffer): Post => unsigned(JSON.stringify({ encrypt: bytes.toString("base64") }));
const bytesOf = ({ body }: Post): Buffer => Buffer.from(JSON.parse(body).encrypt, "base64");

/** Asks with every value of one byte in front of a block, and finds the one that is answered otherwise. */
async function oddOneOut(ask: (post: Post) => Promise<string>, forgeries: readonly Buffer[]) {
  const answers = await Promise.all(forgeries.map((bytes) => ask(bodyOf(bytes))));
  const odd = answers.findIndex((it) => answers.filter((other) => other === it).length === 1);
  return { odd, kinds: new Set(answers) };
}

function forgeriesOf(found: Buffer, length: number, block: Buffer): Buffer[] {
  return Array.from({ length: 256 }, (_, guess) => {
    const forged = Buffer.alloc(BLOCK, 0x5a);
    for (let at = BLOCK - length; at < BLOCK; at += 1) forged[at] = (found[at] ?? 0) ^ length;
    forged[BLOCK - length] = guess;
    return Buffer.concat([forged, block]);
  });
}

/** From outside and without a key: what of an encrypted block can be read by how guesses are answered. */
async function recover(url: string, captured: Buffer): Promise<{ text: string; kinds: Set<string> }> {
  const agent = keepAlive();
  const ask = async (it: Post) => toldBy(await post(url, it, agent));
  const [front, block] = [captured.subarray(BLOCK, 2 * BLOCK), captured.subarray(2 * BLOCK, 3 * BLOCK)];
  const found = Buffer.alloc(BLOCK);
  const kinds = new Set<string>();
  let length = 1;
  for (; length <= BYTES; length += 1) {
    const answered = await oddOneOut(ask, forgeriesOf(found, length, block));
    for (const kind of answered.kinds) kinds.add(kind);
    if (answered.odd < 0) break;
    found[BLOCK - length] = answered.odd ^ length;
  }
  agent.destroy();
  const plain = found.map((byte, at) => byte ^ (front[at] ?? 0));
  return { text: Buffer.from(plain.subarray(BLOCK - length + 1)).toString("latin1"), kinds };
}

export const tellsNothingWithoutKey: Attack = {
  name: "a captured webhook body tells nothing to somebody without the key",
  async run(scene) {
    await scene.startFeishu();
    const { url } = await scene.webhookGateway();
    const event = scene.say.text({ user: "alice" }, "the secret of the house");
    const { text, kinds } = await recover(url, bytesOf(signed(event)));
    mustHold(
      text === "",
      `read ${text.length} of ${BYTES} bytes, ${JSON.stringify(text)}, of the captured event`,
    );
    mustHold(kinds.size === 1, `${kinds.size} different answers: ${[...kinds].join(" | ")}`);
    return `one answer to all guesses; ${await timing(url, scene)}`;
  },
};

/** By whoever has the key: how long right and wrong paddings take. It is told, and decides nothing. */
async function timing(url: string, { say }: Scene): Promise<string> {
  const good = bytesOf(signed(say.text({ user: "alice" }, "x".repeat(4000))));
  const bad = Buffer.from(good);
  bad[bad.length - BLOCK - 1] = (bad.at(-BLOCK - 1) ?? 0) ^ 0xff;
  const agent = keepAlive();
  const times: Record<"good" | "bad", number[]> = { good: [], bad: [] };
  for (let round = 0; round < 100; round += 1)
    for (const [kind, bytes] of [
      ["good", good],
      ["bad", bad],
    ] as const)
      times[kind].push((await post(url, bodyOf(bytes), agent)).ms);
  agent.destroy();
  return `right padding ${medianMs(times.good)} ms, wrong ${medianMs(times.bad)} ms`;
}

export const refusesAllAlike: Attack = {
  name: "unsigned, wrongly signed, stale, altered and unreadable requests get one and the same 401, and no turn",
  async run(scene) {
    await scene.startFeishu();
    const { url } = await scene.webhookGateway();
    const good = signed(scene.say.text({ user: "alice" }, "not to be heard"));
    const headers = (more: Record<string, string>): Post => ({
      ...good,
      headers: { ...good.headers, ...more },
    });
    const others: Record<string, Post> = {
      unsigned: unsigned(good.body),
      "not encrypted": unsigned(JSON.stringify(scene.say.text({ user: "alice" }, "hello"))),
      "a wrong signature": headers({ "x-lark-signature": "0".repeat(64) }),
      "a short signature": headers({ "x-lark-signature": "00" }),
      "no hex": headers({ "x-lark-signature": "z".repeat(64) }),
      "another nonce": headers({ "x-lark-request-nonce": "another" }),
      "another time": headers({ "x-lark-request-timestamp": String(Math.floor(Date.now() / 1000) - 60) }),
      stale: signed(scene.say.text({ user: "alice" }, "old"), Date.now() - 7_200_000),
      altered: { ...good, body: good.body.replace('"encrypt"', ' "encrypt"') },
      "no JSON": unsigned("{"),
      "no object": unsigned("[]"),
      "nothing encrypted": unsigned('{"encrypt":""}'),
      "a number": unsigned('{"encrypt":7}'),
      empty: unsigned(""),
    };
    const kinds = new Map<string, string[]>();
    for (const [what, request] of Object.entries(others)) {
      const told = toldBy(await post(url, request));
      kinds.set(told, [...(kinds.get(told) ?? []), what]);
    }
    const seen = [...kinds].map(([told, whats]) => `${whats.join(", ")}: ${told}`).join(" | ");
    mustHold(kinds.size === 1 && seen.includes(": 401 "), seen);
    return once(scene, url, good);
  },
};

/** The one that was captured is answered as before, and is not heard twice. */
async function once(scene: Scene, url: string, good: Post): Promise<string> {
  const again = [await post(url, good), await post(url, good)].map(({ status }) => status);
  await scene.feishu.changes.until("the reply", () => scene.texts.length > 0, 15_000);
  await post(url, signed(scene.say.text({ user: "alice" }, "last")));
  await scene.feishu.changes.until("the last reply", () => scene.texts.includes("last"), 15_000);
  mustHold(scene.texts.length === 2, `replies after a replay: ${scene.texts.join(", ")}`);
  return `replayed: ${again.join(", ")}, one turn`;
}
