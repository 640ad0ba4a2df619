/**
 * How several processes that share one store divide its sessions: one process holds a session at a time, and runs its
 * turns. What a claim accepts for a session that another process holds, that one runs.
 */
export interface InboxSharing {
  /**
   * By which hold this process has the session, from what it knows now; undefined while another process has it, or when
   * this one cannot be sure. A number that grows whenever the session changes hands, however long ago that was.
   */
  epochOf(sessionKey: string): number | undefined;
  /**
   * Takes no further rows. Sessions in which none of this process's turns runs go to the others at once, the rest as
   * their turns end; `start()` gives undefined from now on.
   */
  leave(): Promise<void>;
}

/** By which hold of its session a row is written. */
export interface Hold {
  /**
   * As {@link InboxSharing.epochOf} gave it when the turn was made. When the session has changed hands since, nothing is
   * written. @default the hold that this process has now
   */
  readonly epoch?: number | undefined;
}
