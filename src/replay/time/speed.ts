/**
 * How fast a replay runs: `max` does not wait at all, `realtime` as it happened, a number that many times faster.
 */
export type Speed = "max" | "realtime" | number;

/**
 * Holds virtual time back, e.g. so that a person can watch.
 *
 * @param moment the time that is about to come, in ms since the start of the fixture
 */
export type Pace = (moment: number) => Promise<void>;

// Often enough for a progress bar to move smoothly.
const TICK_MS = 100;

/**
 * Couples virtual time to the real one.
 *
 * @param onMoment told the time since the start of the fixture, in ms, as it passes
 * @returns undefined for `max`
 */
export function paceOf(speed: Speed, onMoment: (moment: number) => void): Pace | undefined {
  if (speed === "max") return undefined;
  const factor = speed === "realtime" ? 1 : speed;
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) * factor;
  return async (moment) => {
    while (elapsed() < moment) {
      const left = (moment - elapsed()) / factor;
      await new Promise((resolve) => setTimeout(resolve, Math.min(TICK_MS, Math.ceil(left))));
      onMoment(Math.min(elapsed(), moment));
    }
  };
}
