import { z } from "zod";

/** The timers the engine needs; the global ones fit, and so does a virtual clock. */
export interface Timers {
  /** Calls back once, after a time in ms, unless it is cleared before; returns what names the timer. */
  setTimeout(callback: () => void, ms: number): unknown;
  /** Forgets a timer that `setTimeout` returned. Without effect when it has fired, or is undefined. */
  // biome-ignore lint/suspicious/noExplicitAny: what a timer is differs between Node.js, browsers and virtual clocks
  clearTimeout(timer: any): void;
}

/** What setTimeout can wait, in ms: 24.8 days. A longer one would fire at once. */
export const longestDelay = 2 ** 31 - 1;

/** How long finished work is remembered, in ms: a day. Feishu's last redelivery comes after about 7.1 hours. */
export const defaultSettledTtlMs = 86_400_000;

/** A duration in ms, as a schema. */
export const duration = (least = 0) => z.int().min(least).max(longestDelay);

/** What the promise gives, or `otherwise` when it takes longer. The promise goes on. */
export async function inTime<T>(promise: Promise<T>, otherwise: T, ms: number, timers: Timers): Promise<T> {
  let timer: unknown;
  const late = new Promise<T>((resolve) => {
    timer = timers.setTimeout(() => resolve(otherwise), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    timers.clearTimeout(timer);
  }
}

/** What the promise gives; rejects with the signal's reason when that comes first. The promise goes on. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** Resolves after a time in ms, or as soon as the signal aborts. */
export async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const timer = setTimeout(resolve, ms, undefined);
  signal.addEventListener("abort", resolve);
  await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", resolve);
}

/** A controller that aborts with other signals, too, until it is released. */
export interface Follower {
  readonly controller: AbortController;
  release(): void;
}

/**
 * Follows signals with a controller of its own. `AbortSignal.any` would leave something behind in a signal that lives
 * long, for each that it makes: a gateway under load grew to twice its size by that.
 */
export function following(...signals: readonly AbortSignal[]): Follower {
  const controller = new AbortController();
  const onAbort = ({ target }: { readonly target: unknown }) =>
    controller.abort((target as AbortSignal).reason);
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason);
    else signal.addEventListener("abort", onAbort);
  }
  const release = () => {
    for (const signal of signals) signal.removeEventListener("abort", onAbort);
  };
  return { controller, release };
}

/**
 * Follows signals for a limited time.
 *
 * @param ms when it aborts by itself, unless it is released before
 * @param reason makes what it aborts with then
 */
export function followingFor(
  ms: number,
  reason: () => unknown,
  ...signals: readonly AbortSignal[]
): Follower {
  const { controller, release } = following(...signals);
  const timer = setTimeout(() => controller.abort(reason()), ms);
  return {
    controller,
    release: () => {
      clearTimeout(timer);
      release();
    },
  };
}
