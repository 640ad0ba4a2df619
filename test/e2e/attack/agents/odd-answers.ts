import { type Attack, mustHold } from "../attack.ts";
import type { CliProcess } from "../cli-process.ts";
import { type Scene, SORRY } from "../scene.ts";

const MB = 1_000_000;
/** A list in a list takes 40 times the two characters that it is written with, until it is found to be no reply. */
const HEAP_MB = 1024;
/** What was kept of each round would not fit in the heap any more, and end the process. */
const ROUNDS = 4;
const JSON_TYPE = { "content-type": "application/json" };
const LINES = { "content-type": "application/x-ndjson" };

const answers: Record<string, [headers: Record<string, string>, body: string]> = {
  "5 million lists in each other": [JSON_TYPE, "[".repeat(5 * MB) + "]".repeat(5 * MB)],
  "a reply of objects in each other": [JSON_TYPE, `{"reply":${'{"reply":'.repeat(MB)}"x"${"}".repeat(MB)}}`],
  "a million keys": [JSON_TYPE, `{${Array.from({ length: 500_000 }, (_, at) => `"k${at}":1`).join()}}`],
  "half a million empty lines": [LINES, "\n".repeat(500_000)],
  "nothing but zeros": [JSON_TYPE, "\0".repeat(9 * MB)],
  "a poisoned prototype": [
    JSON_TYPE,
    '{"__proto__":{"reply":"poisoned"},"constructor":{"prototype":{"reply":"x"}}}',
  ],
};

export const oddAnswersHarmNobody: Attack = {
  name: "ten megabytes of odd JSON from an HTTP agent cost bounded memory and one turn",
  async run(scene) {
    await scene.startFeishu();
    const agent = await scene.startAgent(({ text = "" }, { response }) => {
      const [headers, body] = answers[text] ?? [JSON_TYPE, '{"reply":"fine"}'];
      response.writeHead(200, headers).end(body);
    });
    const config = { agent: { kind: "http", url: agent.url }, retry: { maxAttempts: 1 } };
    const env = { NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` };
    const gateway = await scene.connectedGateway({ config, env });
    const rounds: string[] = [];
    while (rounds.length < ROUNDS) {
      const took = await askAll(scene, gateway);
      rounds.push(`${(await gateway.rss()).toFixed()} MB (${took})`);
    }
    return rounds.join("; ");
  },
};

/** Every odd answer, and behind it an ordinary turn. */
async function askAll(scene: Scene, gateway: CliProcess): Promise<string> {
  const took: string[] = [];
  for (const what of Object.keys(answers)) {
    const [startedAt, count] = [performance.now(), scene.texts.length];
    for (const text of [what, "good"]) scene.feishu.deliver(scene.say.text({ user: "alice" }, text));
    await gateway.until(`the turn behind "${what}"`, () => scene.texts.lastIndexOf("fine") >= count);
    const others = scene.texts.slice(count, -1).filter((text) => text !== SORRY);
    mustHold(others.length === 0, `"${what}" was answered ${others[0]?.slice(0, 100)}`);
    took.push(`${what} ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
  return took.join(", ");
}
