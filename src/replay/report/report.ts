import type { TurnStatus } from "../simulation/run-log.ts";

/** What a replay found: the object that `replay --json` prints. Times are in ms since the start of the fixture. */
export interface Report {
  readonly fixtures: readonly FixtureReport[];
}

/** One fixture, played twice. */
export interface FixtureReport {
  readonly name: string;
  /** Events in the fixture. */
  readonly events: number;
  /** Without any middleware. */
  readonly without: Run;
  /** With the middleware that the gateway config registers. */
  readonly with: Run;
}

/** How one fixture went. */
export interface Run {
  /** Attempts to have an event handled, on any lane; those that were turned away too. */
  readonly dispatches: number;
  /** As started. */
  readonly turns: readonly TurnReport[];
  /** Turns that failed because another writer had changed their transcript. */
  readonly takeovers: number;
  /** Turns that threw, as the fixture's `fails` told them to. */
  readonly failedTurns: number;
  /** Replies beyond one for the same work. */
  readonly duplicateReplies: number;
  /** Works that never got a reply, except those that their user called off by `/stop` or an interrupting `/new`. */
  readonly lostMessages: number;
  /** Turns of a session that started before one that had arrived earlier and was not written later. */
  readonly outOfOrder: number;
  /** The most turns that one session had at the same moment. Commands such as `/stop` and `/approve` do not count. */
  readonly maxTurnsPerSession: number;
  /** The longest time from the arrival of an event to the start of its turn. */
  readonly longestWaitMs: number;
  /** How the middleware let dispatches end; empty without it. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/** One turn: a run of the model, or a command. */
export interface TurnReport {
  /** Feishu's message id; the event id where the event is no message. */
  readonly messageId: string;
  readonly sessionKey: string;
  /** What the user wrote; the event's type where that is no text. */
  readonly text: string;
  readonly lane: string;
  /** When its event arrived, in ms since the start of the fixture; so are the others. */
  readonly arrivedAt: number;
  /** When it got its session. */
  readonly startedAt: number;
  /** When it let go of it. */
  readonly endedAt: number;
  readonly status: TurnStatus;
}
