/**
 * A clock for what is kept for a while: it goes on from `start`, only forward, and at the pace of time, however often
 * the system's clock is set. Made from any other clock than the system's, such as that of a test or a replay, it
 * believes that one.
 *
 * @param now the clock that its owner was given, in ms since the epoch
 * @param start what it says first, in ms since the epoch. Default: what `now` says
 */
export function steadyClock(now: () => number, start?: number): () => number {
  if (now !== Date.now) return now;
  const ahead = (start ?? now()) - performance.now();
  return () => performance.now() + ahead;
}
