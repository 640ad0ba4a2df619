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
  /**
   * What operators want to know: who shares the store, and what waits in sessions of others, the oldest first and not
   * all of very many. Left out where a store cannot tell.
   *
   * @throws InboxError (any `ERR_INBOX_…`) when the store does not answer
   */
  overview?(): Promise<SharingOverview>;
}

/** Who shares a store. */
export interface SharingOverview {
  readonly gateways: readonly SharingGateway[];
  readonly elsewhere: readonly SharedSession[];
}

/** One of the processes that share a store. */
export interface SharingGateway {
  readonly name: string;
  /** Whether it is this one. */
  readonly isThis: boolean;
  /** How long it may be silent before others take its sessions, in ms. */
  readonly leaseMs: number;
  /** How long it has been, in ms. */
  readonly silentMs: number;
  /** How many sessions it holds. */
  readonly sessions: number;
}

/** A session of another process in which something is pending. */
export interface SharedSession {
  readonly key: string;
  /** The name of the process that holds it. */
  readonly gateway: string;
  /** By which hold, as {@link InboxSharing.epochOf} gives it there. */
  readonly epoch: number;
  /** How many rows are. */
  readonly pending: number;
  /** When the oldest of that came, in ms since the epoch. */
  readonly oldestAt: number;
}

/** By which hold of its session a row is written. */
export interface Hold {
  /**
   * As {@link InboxSharing.epochOf} gave it when the turn was made. When the session has changed hands since, nothing is
   * written. @default the hold that this process has now
   */
  readonly epoch?: number | undefined;
}
