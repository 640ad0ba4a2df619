import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SendingTime } from "../../../src/feishu/reply/sending-time.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const { signal } = new AbortController();
const never = () => new Promise<never>(() => {});
const sleep = (ms: number) => () => new Promise<void>((resolve) => void setTimeout(resolve, ms));

async function passing(ms: number, promise: Promise<unknown>): Promise<unknown> {
  const settled = promise.catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(ms);
  return Promise.race([settled, Promise.resolve("pending")]);
}

test("a message has its share, and the others have theirs", async () => {
  const time = new SendingTime(1000);
  const share = { atMostMs: 400, signal };
  const first = time.spend(share, never);
  expect(await passing(399, first)).toBe("pending");
  expect(await passing(1, first)).toMatchObject({ code: "ERR_REPLY_FAILED", isPassing: true });
  expect(await passing(100, time.spend(share, sleep(100)))).toBeUndefined();
});

test("all of them have so much in all, and what lies in between does not count", async () => {
  const time = new SendingTime(1000);
  const share = { atMostMs: 400, signal };
  for (const _ of [1, 2]) await passing(400, time.spend(share, never));
  await vi.advanceTimersByTimeAsync(60_000);
  const last = time.spend(share, never);
  expect(await passing(199, last)).toBe("pending");
  expect(await passing(1, last)).toMatchObject({ code: "ERR_REPLY_TIMEOUT", isPassing: false });
  expect(await passing(0, time.spend(share, never))).toMatchObject({ code: "ERR_REPLY_TIMEOUT" });
  expect(vi.getTimerCount()).toBe(0);
});

test("the task is told, and the signal's reason comes first when it does", async () => {
  const time = new SendingTime(1000);
  const stop = new AbortController();
  let seen: AbortSignal | undefined;
  const spent = time.spend({ atMostMs: 400, signal: stop.signal }, (it) => {
    seen = it;
    return never();
  });
  stop.abort("stopped");
  await expect(spent).rejects.toBe("stopped");
  expect(seen?.aborted).toBe(true);
});
