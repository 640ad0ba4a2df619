/**
 * What can be drawn over time: situations, each as one chart or as several of the same length below each other, such as
 * one run without and one with the middleware. All times are in ms since the start of the chart.
 */
export interface Timeline {
  readonly title: string;
  /** A sentence about all of it. */
  readonly about?: string | undefined;
  readonly charts: readonly Chart[];
}

/** One situation. Its panels share the axis. */
export interface Chart {
  readonly name: string;
  readonly about?: string | undefined;
  readonly panels: readonly Panel[];
}

/** One course of events. */
export interface Panel {
  readonly name: string;
  /** What became of it, in words. */
  readonly summary: string;
  readonly turns: readonly Turn[];
  readonly marks: readonly Mark[];
}

/** What a turn is for order: `barrier` as `/new`, which nothing passes; `bypass` as `/stop`, which passes all. */
export type TurnKind = "ordinary" | "barrier" | "bypass";

/**
 * How a turn ended; `cut-off` when it was stopped before its end. Of what goes on, `running` or still `waiting`, the end
 * is when that was seen.
 */
export type TurnStatus = "ok" | "takeover" | "failed" | "cut-off" | "running" | "waiting";

/** A bar: something held its session from `startedAt` to `endedAt`, and had waited since `arrivedAt`. */
export interface Turn {
  /** Of the message. */
  readonly id: string;
  readonly session: string;
  readonly text?: string | undefined;
  readonly lane?: string | undefined;
  readonly arrivedAt: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly kind: TurnKind;
  readonly status: TurnStatus;
}

/** What happened at one moment; `marks.ts` says what each kind means. */
export type MarkKind =
  | "arrival"
  | "ack"
  | "reply"
  | "barrier"
  | "bypass"
  | "duplicate"
  | "join"
  | "not-run"
  | "recall"
  | "restart"
  | "takeover"
  | "lost"
  | "twice"
  | "out-of-order";

/** Something that happened at one moment. */
export interface Mark {
  readonly kind: MarkKind;
  readonly at: number;
  /** The row it belongs to; all of them without one. */
  readonly session?: string | undefined;
  /** Of the message. */
  readonly id?: string | undefined;
  readonly text?: string | undefined;
  /** The message that it is the same work as. */
  readonly of?: string | undefined;
  /** The identity that the two share. */
  readonly by?: string | undefined;
  /** Anything else that there is to say. */
  readonly note?: string | undefined;
}
