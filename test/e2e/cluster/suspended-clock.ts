/**
 * Makes a process that is stopped believe that no time has passed, as on a machine that was suspended: loaded before a
 * gateway. Only the database can tell such a process that it holds nothing any more.
 */
const { now } = performance;
const { setTimeout: later, setInterval: every } = globalThis;
const TICK_MS = 20;
/** A busy event loop is late by less. */
const STOPPED_MS = 1500;

let slept = 0;
let seen = now.call(performance);

/** Notices a stop at the first question after it, whoever asks. */
function time(): number {
  const real = now.call(performance);
  if (real - seen > STOPPED_MS) slept += real - seen;
  seen = real;
  return real - slept;
}

performance.now = time;
every(time, TICK_MS).unref();

function delayed(callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): NodeJS.Timeout {
  const due = time() + ms;
  // A timer that is due only because of the stop begins anew.
  const timer = later(() => (due - time() > TICK_MS ? timer.refresh() : callback(...args)), ms);
  return timer;
}

globalThis.setTimeout = Object.assign(delayed, later) as unknown as typeof globalThis.setTimeout;
