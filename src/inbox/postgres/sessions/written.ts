/** A row that was just written. */
export type Written = InHeldSession | InOtherSession;

interface Row {
  readonly id: number;
  readonly sessionKey: string;
}

/** Somebody holds its session. */
export interface InHeldSession extends Row {
  readonly owner: number;
  readonly epoch: number;
  /** Whether this claim has made it this process's. */
  readonly isNew: boolean;
  /**
   * Rows of the session that were accepted before, as far as they were not visible at the last look. Of what was written
   * together in a session the first row alone tells them.
   */
  readonly before: readonly number[];
  /** What is visible to this look: everything that was committed before the oldest transaction then. */
  readonly horizon: string;
}

/** Nobody holds its session, or it is not known who does. */
interface InOtherSession extends Row {
  readonly owner: undefined;
}
