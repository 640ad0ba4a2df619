/**
 * How cost grows with the work: time and heap for each event, and the exponents of both. 1 is in proportion, 2 quadratic.
 */
import { growEvents, growSessions, growWaiting } from "./growth/engine.ts";
import { growInbox } from "./growth/inbox.ts";
import { seriesOf } from "./growth/series.ts";
import type { Size } from "./parts.ts";
import type { Result } from "./report/result.ts";

/** @returns for each kind of work the exponents, and what an event costs where there is little and most of it */
export default async function bench({ isQuick }: Size): Promise<Result[]> {
  const [most, atOnce, rounds] = isQuick ? [100_000, 10_000, 2] : [1_000_000, 100_000, 3];
  return [
    ...(await seriesOf("events", { most, rounds, grow: growEvents })),
    ...(await seriesOf("sessions at once", { most: atOnce, rounds, grow: growSessions })),
    ...(await seriesOf("waiting in one session", { most: atOnce, rounds, grow: growWaiting })),
    ...(await growInbox(most)),
  ];
}
