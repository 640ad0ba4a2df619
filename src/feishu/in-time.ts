import type { Timers } from "../dispatch/options.ts";

/** What the promise gives, or `otherwise` when it takes longer. The promise goes on. */
export async function inTime<T>(promise: Promise<T>, otherwise: T, ms: number, timers: Timers): Promise<T> {
  const { promise: late, timer } = after(ms, timers);
  try {
    return await Promise.race([promise, late.then(() => otherwise)]);
  } finally {
    timers.clearTimeout(timer);
  }
}

function after(ms: number, timers: Timers): { promise: Promise<void>; timer: unknown } {
  let timer: unknown;
  const promise = new Promise<void>((resolve) => {
    timer = timers.setTimeout(resolve, ms);
  });
  return { promise, timer };
}
