/**
 * How cost grows with the work: CPU time and heap for each event, and the exponents of both. 1 is in proportion, 2 quadratic.
 */
import { growEvents, growSessions, growWaiting } from "./growth/engine.ts";
import { growInbox } from "./growth/inbox.ts";
import { seriesOf } from "./growth/series.ts";
import type { Size } from "./parts.ts";
import type { Result } from "./report/result.ts";

/** Where there are fewer, a list that is looked through for each event takes less than the event itself. */
const AT_ONCE = 100_000;

/** @returns for each kind of work the exponents, and what an event costs where there is little and most of it */
export default async function bench({ isQuick }: Size): Promise<Result[]> {
  const [most, rounds] = isQuick ? [100_000, 1] : [1_000_000, 3];
  return [
    ...(await seriesOf("events", { most, rounds, grow: growEvents })),
    ...(await seriesOf("sessions at once", { most: AT_ONCE, rounds, grow: growSessions })),
    ...(await seriesOf("waiting in one session", { most: AT_ONCE, rounds, grow: growWaiting })),
    ...(await growInbox(most)),
  ];
}
