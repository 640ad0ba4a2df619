/** What a fault is about. */
export type FaultKind =
  /** It was acknowledged, and neither answered nor refused in words. */
  | "lost"
  /** The user reads an answer, or a part of it, more than once. */
  | "twice"
  /** A turn began before one that it had to wait for. */
  | "order"
  /** Two turns of one session at once. */
  | "overlap"
  /** A turn that had come to its end ran again. */
  | "again"
  /** The user reads something that the agent did not say, or is told of a failure that was none. */
  | "wrong"
  /** A process that ended by itself, badly or late. */
  | "process";

/** A promise that was not kept. */
export interface Fault {
  readonly kind: FaultKind;
  /** What it happened to; empty when it is no ask. */
  readonly asks: readonly string[];
  readonly text: string;
}
