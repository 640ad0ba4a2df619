import { setInterval, setTimeout as sleep } from "node:timers/promises";
import { type Attack, mustHold } from "../attack.ts";
import type { CliProcess } from "../cli-process.ts";
import { post, type RawConnection, rawConnection, signed } from "../http.ts";
import type { Scene } from "../scene.ts";

/** Longest life of a request that does not come to its end, on a busy machine. */
const CLOSED_AFTER_MS = 20_000;
/** More would be what the requests have sent, kept. */
const MOST_GROWTH_MB = 160;
/** What Feishu waits for an acknowledgement. */
const ACK_MS = 3000;

const head = (length: number) =>
  `POST /feishu/default HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n`;

/** What each kind of connection sends at once; all go on with a byte at a time. */
const kinds: Array<[count: number, opening: string]> = [
  [80, ""],
  [80, "POST /feishu/default HTTP/1.1\r\nhost: a\r\nx-slow: "],
  [60, `${head(1_000_000)}\r\n{`],
  [120, `${head(1_000_000)}\r\n${"x".repeat(900_000)}`],
  [30, `${head(10_000_000_000)}\r\n${"x".repeat(200_000)}`],
  [30, `${head(2)}${`x-flood: ${"y".repeat(1000)}\r\n`.repeat(200)}`],
];

function openAll(scene: Scene, url: string): RawConnection[] {
  const all = kinds.flatMap(([count, opening], kind) =>
    Array.from({ length: count }, () => {
      const raw = rawConnection(url);
      if (opening) raw.socket.write(opening);
      return { raw, kind };
    }),
  );
  scene.onEnd(() => {
    for (const { raw } of all) raw.socket.destroy();
  });
  const timer = globalThis.setInterval(() => {
    for (const { raw, kind } of all) if (kind > 0 && raw.socket.writable) raw.socket.write("z");
  }, 500);
  scene.onEnd(() => clearInterval(timer));
  return all.map(({ raw }) => raw);
}

interface Meanwhile {
  slowest: number;
  mostMb: number;
  count: number;
}

/** Honest people's events, until all of the others are gone or too late. */
async function meanwhile(
  scene: Scene,
  gateway: CliProcess,
  url: string,
  open: () => number,
): Promise<Meanwhile> {
  const seen: Meanwhile = { slowest: 0, mostMb: 0, count: 0 };
  const startedAt = performance.now();
  for await (const _ of setInterval(300)) {
    const { status, ms } = await post(url, signed(scene.say.text({ user: "alice" }, `honest ${seen.count}`)));
    mustHold(status === 200, `an honest event was answered ${status}`);
    seen.count += 1;
    seen.slowest = Math.max(seen.slowest, ms);
    seen.mostMb = Math.max(seen.mostMb, await gateway.rss());
    if (open() === 0 || performance.now() - startedAt > CLOSED_AFTER_MS) break;
  }
  return seen;
}

export const slowRequestsAreClosed: Attack = {
  name: "400 connections that send a byte at a time are closed, keep no memory and disturb nobody",
  async run(scene) {
    await scene.startFeishu();
    const { gateway, url } = await scene.webhookGateway();
    const before = await gateway.rss();
    const startedAt = performance.now();
    const all = openAll(scene, url);
    const open = () => all.filter(({ isClosed }) => !isClosed).length;
    const { slowest, mostMb, count } = await meanwhile(scene, gateway, url, open);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    mustHold(open() === 0, `${open()} of ${all.length} are open after ${seconds} s`);
    mustHold(mostMb - before < MOST_GROWTH_MB, `memory grew by ${(mostMb - before).toFixed()} MB`);
    mustHold(slowest < ACK_MS, `an honest event was acknowledged after ${slowest.toFixed()} ms`);
    const answered = await gateway.until("replies", () => scene.texts.length === count);
    mustHold(answered, "not all were answered");
    return `all closed in ${seconds} s, +${(mostMb - before).toFixed()} MB, ${count} honest acks, slowest ${slowest.toFixed()} ms`;
  },
};

/** For a gateway that gives its turns 0.2 s, on a busy machine. */
const END_MS = 4000;

export const slowRequestsHoldNoEnd: Attack = {
  name: "400 connections that send a byte at a time do not keep the gateway from ending in time",
  async run(scene) {
    await scene.startFeishu();
    const { gateway, url } = await scene.webhookGateway();
    openAll(scene, url);
    await sleep(1000);
    const startedAt = performance.now();
    gateway.kill("SIGTERM");
    const code = await gateway.endWithin(END_MS);
    mustHold(code === 0, `${END_MS} ms after SIGTERM its exit code is ${code}`);
    return `ended after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  },
};
