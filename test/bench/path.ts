/**
 * From a pushed event, as the SDK's long connection hands it on, to the start of its handler: ours beside peers that remember
 * what has come and keep order by chat, and beside the SDK's bare dispatcher, which does neither.
 */
import { EventMaker } from "../../src/stand-in/index.ts";
import { beside, type Contender, measure, type Workload } from "./measure.ts";
import type { Size } from "./parts.ts";
import { bare, larkChannel, ours, peer, type Receive } from "./path/contenders.ts";
import { CountedHandler } from "./path/handler.ts";
import type { Result } from "./report/result.ts";

const CHATS = 200;
const TEXT = "x".repeat(300);

const handler = new CountedHandler();

/** Each contender gets the same events, and each of its rounds others than the one before. */
function contender(receive: Receive, payloads: readonly string[]): Contender {
  let at = 0;
  return async ({ count, awaited }) => {
    const all = payloads.slice(at, at + count);
    at += count;
    if (awaited)
      for (const payload of all) {
        const started = handler.starts(1);
        void receive(payload);
        await started;
      }
    else {
      const started = handler.starts(count);
      for (const payload of all) void receive(payload);
      await started;
    }
  };
}

/** @returns those that let every message of a chat wait; and one that lets only the last one, for when none waits */
async function receivers(isQuick: boolean) {
  const { begin } = handler;
  const all = {
    ours: ours(begin),
    "SDK's dispatcher alone": bare(begin),
    LarkChannel: await larkChannel(begin),
  };
  if (isQuick) return { all, awaited: all };
  await import("../../tools/peers/install.ts");
  const [{ default: lark }, { default: chat }] = await Promise.all([
    import("../scorecard/adapters/openclaw-lark.ts"),
    import("../scorecard/adapters/chat-queue.ts"),
  ]);
  const more = { ...all, "openclaw-lark's memory and queue": await peer(lark, begin, true) };
  return { all: more, awaited: { ...more, "chat, queue by channel": await peer(chat, begin, false) } };
}

/** @returns what an event costs from its payload to the start of its handler */
export default async function bench({ isQuick }: Size): Promise<Result[]> {
  const [count, rounds] = isQuick ? [500, 3] : [2000, 9];
  const say = new EventMaker();
  const { all, awaited } = await receivers(isQuick);
  const results: Result[] = [];
  for (const [name, receiving, isAwaited] of [
    ["frame to handler, 10 for each of 200 chats", all, false],
    ["frame to handler, each awaited", awaited, true],
  ] as const) {
    const payloads = Array.from({ length: count * (rounds + 1) }, (_, n) =>
      JSON.stringify(say.text({ user: `u${n % CHATS}` }, TEXT)),
    );
    const workload: Workload = { name, count, awaited: isAwaited, keyOf: String, idOf: String };
    const contenders = Object.entries(receiving).map(([who, receive]) => [who, contender(receive, payloads)]);
    results.push(...beside(await measure(workload, Object.fromEntries(contenders), rounds), "ours", name));
  }
  return results;
}
