import type { SessionHold } from "./statements.ts";

/** A session that this process holds. */
export interface HeldSession extends SessionHold {
  /** What was visible when all its rows were known: nothing before it need be looked at again. */
  horizon: string;
  /** Its rows that were handed out and have not ended. */
  readonly rows: Set<number>;
  /** Those of them that have been started. */
  readonly running: Set<number>;
  /** When it was last used, in ms, by a clock that only moves forward. */
  usedAt: number;
}

/** Everything is visible from here on. */
export const BEGINNING = "0";

export function heldBy({ key, epoch }: SessionHold): HeldSession {
  return { key, epoch, horizon: BEGINNING, rows: new Set(), running: new Set(), usedAt: performance.now() };
}
