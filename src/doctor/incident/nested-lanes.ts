import type { Fact } from "../fact/fact.ts";
import type { Failure } from "./incident.ts";

/** The outer lane of a nested run reports within this, in ms; a busy machine needs some of it. */
const NESTED_MS = 1000;
const SAME = /^\(same error\)/;

/**
 * Whether a lane's failure is one that another lane has reported: a task on the session lane runs one on the main
 * lane, and when that fails both say so, the inner one first. Two runs that fail on their own at the same time are
 * told by their errors, which name the transcript.
 */
export function sameRun(
  { kind, at, error, lanes }: Failure,
  { lane, error: other = "", ...fact }: Fact,
): boolean {
  const inner = lanes[0];
  if (kind !== "lanes" || !inner || lanes.some(({ name }) => name === lane)) return false;
  const isLater = Number(fact.ms) - inner.durationMs;
  return (
    (error === other || SAME.test(other)) &&
    Math.abs(fact.at - at) <= Math.max(NESTED_MS, fact.exactMs) &&
    isLater >= 0 &&
    isLater <= NESTED_MS
  );
}
