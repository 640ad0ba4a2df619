import { setTimeout } from "node:timers/promises";

/** Resolves after a time in ms, or as soon as the signal aborts. */
export async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return;
  await setTimeout(ms, undefined, { signal }).catch(() => {});
}
