/** Where a line stands. */
export interface Place {
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
}

/**
 * What a line says.
 *
 * Of the channel: `received` a message, `queued` it by chat and thread, its `text`, that it is a `command` or a
 * `stop` word, `dispatched` to a session, `answered`, `evicted` a dispatch from its queue, `adoption-lost`,
 * `not-dispatched` because of an error.
 *
 * Of the host: `lane-failed` and `lane-done` a task on a lane, `processed` a dispatch, `turn` created for somebody, `expired`
 * a run that gave no sign of life, `adoption-stalled`, `compaction`, `cron`, `heartbeat`, `tool` registered,
 * `called` by its API (the Control UI does that), `starting`.
 *
 * Of this middleware as a plugin: `held` a dispatch.
 */
export type FactKind =
  | "received"
  | "queued"
  | "text"
  | "command"
  | "stop"
  | "dispatched"
  | "answered"
  | "evicted"
  | "adoption-lost"
  | "not-dispatched"
  | "lane-failed"
  | "lane-done"
  | "processed"
  | "turn"
  | "expired"
  | "adoption-stalled"
  | "compaction"
  | "cron"
  | "heartbeat"
  | "tool"
  | "called"
  | "starting"
  | "held";

/** What may be known of a fact. */
export type FieldName =
  | "account"
  | "sender"
  | "chat"
  | "chatType"
  | "thread"
  | "message"
  | "session"
  | "channel"
  | "text"
  | "lane"
  | "ms"
  | "seconds"
  | "error"
  | "outcome"
  | "reason"
  | "replies"
  | "trigger"
  | "method";

/** One fact of a log; no more of the line is kept than this. */
export interface Fact extends Readonly<Partial<Record<FieldName, string>>> {
  readonly kind: FactKind;
  /** In ms; see {@link LogEntry}. */
  readonly at: number;
  readonly time: string;
  readonly exactMs: number;
  readonly place: Place;
}
