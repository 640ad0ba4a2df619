/** A promise that was not kept. */
export interface Fault {
  readonly kind: /** It was acknowledged, and never answered; or never acknowledged. */
    | "lost"
    /** It was answered in two messages. */
    | "twice"
    /** A turn, or an answer, came before one that it had to wait for. */
    | "order"
    /** Two turns of one session at once, both by its newest epoch. */
    | "overlap"
    /** A turn ran again although the inbox had known that it was over. */
    | "again"
    /** Something was started by an epoch that was no longer the session's. */
    | "epoch"
    /** Two users share a session, or one has two; or something was said that nobody asked for. */
    | "wrong";
  readonly text: string;
}
