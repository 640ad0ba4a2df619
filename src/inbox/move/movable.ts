import { InboxError } from "../errors.ts";

/** A row as it is carried from one store to another, with everything that the store has of it. */
export interface CarriedRow {
  readonly id: number;
  readonly sessionKey: string;
  readonly account: string;
  readonly transport: string;
  readonly receivedAt: number;
  readonly attempts: number;
  readonly retryAt: number | null;
  readonly endedAt: number | null;
  readonly outcome: string | null;
  readonly error: string | null;
  /** Its readable identities as the store's JSON text; null once its event is forgotten. */
  readonly ids: string | null;
  /** As the store's JSON text; null once it is forgotten. */
  readonly event: string | null;
  /** By what it is recognised, sorted. */
  readonly hashes: readonly Uint8Array[];
}

/** Rows that are carried at once. */
export const PAGE = 500;

/**
 * A store that no gateway works with, and that nobody changes, from when it was opened until it is closed. Rows are
 * taken out of it, or put into it; each in one transaction.
 */
export interface Movable {
  /** The store in words, without a secret. */
  readonly where: string;
  /** All rows in order of arrival, {@link PAGE} at a time. May be called again. */
  pages(): AsyncIterable<readonly CarriedRow[]>;
  /** Whether rows with this digest were put into it once, however long ago. */
  hasTaken(digest: Uint8Array): Promise<boolean>;
  /** The sessions in which rows wait. */
  waiting(): Promise<ReadonlySet<string>>;
  /**
   * Puts rows behind all that it has ever held, in the order they are given.
   *
   * @param lastId the number of the last row that will be put; numbers are kept where the store has used none yet
   * @param digest of all of them, remembered with them
   * @throws InboxError; nothing was put
   */
  take(pages: AsyncIterable<readonly CarriedRow[]>, lastId: number, digest: Uint8Array): Promise<void>;
  /** Deletes all rows. */
  empty(): Promise<void>;
  /** Lets go of it; what was not finished has not happened. */
  close(): Promise<void>;
}

/** A pending or dead row, or one that has ended and is remembered. */
export function statusIn({ endedAt, outcome }: CarriedRow): "pending" | "dead" | "done" {
  if (endedAt === null) return "pending";
  return outcome === null ? "dead" : "done";
}

/** @param what stands in the way, in words */
export function collision(where: string, what: string): InboxError {
  const message = `The inbox ${where} is not empty, and what is in it stands in the way: ${what}. Nothing was moved. Name an empty one, or let a gateway finish what waits there.`;
  return new InboxError("ERR_INBOX_COLLISION", message);
}

/** By one identity, two rows would be known. */
export function knownThere(where: string): InboxError {
  return collision(where, "it knows some of the same messages, as if these rows had been moved before");
}
