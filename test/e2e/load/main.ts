/**
 * A steady load on a real gateway: signed and encrypted webhook events, acknowledged and answered.
 *
 *     npm run test:load [-- --rate 1200 --minutes 2]
 *
 * It prints times and memory, and judges by neither: the machine is shared by the gateway, its Feishu and its users.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Answer, keepAlive, post, signed } from "../attack/http.ts";
import { Scene } from "../attack/scene.ts";
import { positiveIn } from "../support/flags.ts";

const { values } = parseArgs({
  options: { rate: { type: "string", default: "1200" }, minutes: { type: "string", default: "2" } },
});
const rate = positiveIn("rate", values.rate);
const seconds = positiveIn("minutes", values.minutes) * 60;
/** One writes twice a second, which is less than the five answers a second that Feishu lets one person have. */
const users = rate / 2;
const TICK_MS = 10;
/** As a proxy in front of the gateway keeps them. A new connection for each request is what the attacks are for. */
const CONNECTIONS = 256;

const cache = await mkdtemp(join(tmpdir(), "load-cache-"));
const scene = await Scene.open(cache);
try {
  process.exitCode = (await play()) ? 0 : 1;
} finally {
  await scene.close();
  await rm(cache, { recursive: true, force: true });
}

async function play(): Promise<boolean> {
  await scene.startFeishu();
  const { gateway, url } = await scene.webhookGateway();
  // Its log would fill this process's memory.
  gateway.stopReading();
  const agent = keepAlive(CONNECTIONS);
  const answers: Array<Promise<Answer | undefined>> = [];
  const memory: number[] = [];
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) / 1000;
  while (elapsed() < seconds) {
    const due = Math.min(elapsed(), seconds) * rate;
    while (answers.length < due) {
      const at = answers.length;
      const event = scene.say.text({ user: `user ${at % users}` }, `event ${at}`);
      answers.push(post(url, signed(event), agent).catch(() => undefined));
    }
    if (memory.length < elapsed() / 5) memory.push(Math.round(await gateway.rss()));
    await sleep(TICK_MS);
  }
  const came = await Promise.all(answers);
  const kept = came.filter((answer) => answer?.status === 200).length;
  await gateway.until("all replies", () => scene.feishu.messages.length >= kept, 60_000).catch(() => {});
  return told(came, kept, memory);
}

function told(came: ReadonlyArray<Answer | undefined>, kept: number, memory: readonly number[]): boolean {
  const byStatus = Object.groupBy(came, (answer) => String(answer?.status ?? "cut"));
  const counts = Object.entries(byStatus).map(([status, all]) => `${all?.length} × ${status}`);
  const ms = came.flatMap((answer) => answer?.ms ?? []).sort((a, b) => a - b);
  const at = (part: number) => `${(ms[Math.floor((ms.length - 1) * part)] ?? 0).toFixed(1)} ms`;
  const replies = scene.feishu.messages.length;
  console.log(`${came.length} events at ${rate}/s: ${counts.join(", ")}; ${replies} answers to ${kept}`);
  console.log(`acknowledged: p50 ${at(0.5)}, p99 ${at(0.99)}, slowest ${at(1)}`);
  console.log(`memory of the gateway every 5 s, in MB: ${memory.join(" ")}`);
  const isWell = replies === kept && came.every((answer) => [200, 503].includes(answer?.status ?? 0));
  console.log(isWell ? "1 passed, 0 failed" : "0 passed, 1 failed");
  return isWell;
}
