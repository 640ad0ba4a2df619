/** Why something went wrong. */
export type Cause =
  | "another-dispatch"
  | "another-writer"
  | "duplicate-answered"
  | "silent-abort"
  | "run-stalled"
  | "adoption-watchdog"
  | "queue-eviction"
  | "own-error"
  | "unknown";

/** What may be seen and is no cause. */
export type ObservationKind = "nested-lanes" | "tool-registered" | "message-waited" | "middleware";

/** What is said of a cause. */
export interface CauseWords {
  /** In a few words. */
  readonly name: string;
  readonly meaning: string;
  /** Whether this middleware prevents it. */
  readonly prevented: "yes" | "partly" | "no" | "unknown";
  /** How; or else what does. */
  readonly remedy: string;
}

/** All that the doctor says of causes. */
export const causes: Readonly<Record<Cause, CauseWords>> = {
  "another-dispatch": {
    name: "another dispatch in the same session",
    meaning:
      "While this turn ran, another message reached its session and changed it, or was refused because of it.",
    prevented: "yes",
    remedy:
      "Turns are kept one at a time by session, whichever chat, thread or account leads there; /new waits.",
  },
  "another-writer": {
    name: "another writer",
    meaning: "While this turn ran, something that is no message wrote to its session.",
    prevented: "no",
    remedy:
      "Only dispatches can be held. Give cron jobs and heartbeats sessions of their own; retryTakeover: true runs such a turn once more.",
  },
  "duplicate-answered": {
    name: "duplicate answered",
    meaning: "The same message was delivered again and got a second answer.",
    prevented: "yes",
    remedy: "Work is known by event id, message id and content, also after a restart.",
  },
  "silent-abort": {
    name: "silent abort by another /new",
    meaning: "A /new that came by another way ended this turn; nobody was told (reply_operation_aborted).",
    prevented: "yes",
    remedy: "/new waits until the running turn has ended.",
  },
  "run-stalled": {
    name: "run expired as stalled",
    meaning: "The host saw no sign of life of this run for too long, and ended it.",
    prevented: "no",
    remedy:
      "It is the host's watchdog. Let long tools report progress; on 2026.5 and 2026.7 raise diagnostics.stuckSessionAbortMs.",
  },
  "adoption-watchdog": {
    name: "adoption watchdog",
    meaning: "The host gave up a message that was not adopted within 300 s of its arrival.",
    prevented: "partly",
    remedy:
      "A message is held for less than that, counted from its arrival. Whatever else holds it (another plugin) is not.",
  },
  "queue-eviction": {
    name: "queue evicted a running turn",
    meaning:
      "The channel's queue let go of a turn that was still running, so that the next message could pass it.",
    prevented: "yes",
    remedy: "Order is kept by session until the turn has really ended, whatever the channel's queue does.",
  },
  "own-error": {
    name: "the turn's own error",
    meaning:
      "The run failed by itself, as with an error of its model; no line shows anything else in its session.",
    prevented: "no",
    remedy: "See the error. Where the model's provider is at fault, a fallback model helps.",
  },
  unknown: {
    name: "cause unknown",
    meaning: "Nothing in these lines changed the session while the turn ran.",
    prevented: "unknown",
    remedy:
      'Set logging.level: "debug" and look again after the next failure; look for whatever else writes to the session (the Control UI, scripts, a second gateway).',
  },
};

/** All that is said of observations. */
export const observations: Readonly<Record<ObservationKind, string>> = {
  "nested-lanes":
    "one run, reported by two nested lanes: the session lane holds the inner one and ends a few ms later",
  "tool-registered": "a tool registered while it ran: that does not write to a session",
  "message-waited": "a plain message came while it ran: the host keeps such a message behind the turn",
  middleware: "this middleware is in these lines",
};

/** The table of a report whose failures have no cause in their lines. */
export const notInTheseLines = "cause not in these lines";
