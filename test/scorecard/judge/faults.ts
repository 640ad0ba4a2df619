/**
 * What a run can show.
 *
 * - `lost`: a message got no turn that came to its end.
 * - `repeated`: more than one.
 * - `overlap`: two turns of a session ran at once.
 * - `order`: a turn started before that of a message which its session got earlier.
 * - `merged`: a command was given to a turn together with something else.
 * - `held`: a turn waited for one of another session.
 * - `unstopped`: a stop came to its handler when there was nothing left to stop.
 */
export type FaultKind = "lost" | "repeated" | "overlap" | "order" | "merged" | "held" | "unstopped";

/** Something that went wrong, and with which event. */
export interface Fault {
  readonly kind: FaultKind;
  /** Feishu's id of the message. */
  readonly messageId: string;
  /** What happened to it, with times since the start of the fixture. */
  readonly what: string;
}
