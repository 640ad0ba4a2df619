import type { Fact } from "../../../journal/facts.ts";

/** Which facts; times in ms since the epoch. */
export interface FactQuery {
  /** Only those of this row. */
  readonly row?: number;
  /** Only those of this session. */
  readonly sessionKey?: string;
  /** Not older. */
  readonly since?: number;
  /** Older than this. */
  readonly until?: number;
}

/** A fact that was kept; where several gateways share a journal, by which of them it was noted. */
export type KeptFact = Fact & { readonly gateway?: string };

/** A place where facts are kept. What a crash takes of its end is lost. */
export interface JournalStore {
  /** The place in words, without a secret. */
  readonly where: string;
  /**
   * Writes all of them, or none.
   *
   * @throws InboxError for a fault of the place that may pass; then the same facts may be given again, and none is kept
   * twice
   */
  append(facts: readonly Fact[]): Promise<void>;
  /** Forgets some of those that are older, the oldest first. @returns how many those were */
  forget(before: number, limit: number): Promise<number>;
  /**
   * The facts of a gateway in the order in which it noted them, and those of several by their time. `seq` counts anew
   * with each start of a gateway.
   */
  read(query?: FactQuery): AsyncIterable<KeptFact>;
  close(): Promise<void>;
}
