import type { GatewayLog } from "../log.ts";
import type { EndedAs, Fact, FactOf, FactType } from "./facts.ts";
import type { Listener } from "./journal.ts";

interface Line {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields?: object;
}

/** Outcomes by which a turn is over as it was meant to be; the others are of messages that got none. */
const EXPECTED: ReadonlySet<EndedAs> = new Set(["completed", "stopped", "answered", "recalled", "gone"]);

/** The line of each fact; none of those that have one elsewhere, or would say nothing to who reads a log. */
const lines: { readonly [Type in FactType]: ((fact: FactOf<Type>) => Line | undefined) | undefined } = {
  received: ({ eventId, eventType, transport, row, claim, by }) => ({
    level: "info",
    message: "received an event",
    fields: { eventId, eventType, transport, row, claim, ...(by !== undefined && { by }) },
  }),
  elsewhere: ({ row }) => ({ level: "info", message: "another gateway runs it", fields: { row } }),
  arrived: ({ row }) => ({
    level: "info",
    message: "another gateway has received an event",
    fields: { row },
  }),
  resumed: ({ row, transport, attempts }) => ({
    level: "info",
    message: "found an event in the inbox",
    fields: { row, transport, attempts },
  }),
  waiting: ({
    type: _,
    seq: _seq,
    at: _at,
    turnId: _turn,
    account: _account,
    sessionKey: _key,
    ...fields
  }) => ({
    level: "debug",
    message: "the event waits",
    fields,
  }),
  started: ({ attempt }) => ({ level: "info", message: "the turn begins", fields: { attempt } }),
  replied: replyLine,
  cancelled: ({ row, by, command }) => ({
    level: "debug",
    message: "the turn is cancelled",
    fields: { row, by, command },
  }),
  retry: ({ attempt, retryAt }) => ({
    level: "warn",
    message: "the attempt failed and is made again",
    fields: { attempt, retryAt },
  }),
  hung: ({ row, startedAt }) => ({
    level: "warn",
    message: "the turn has outrun turnTimeoutMs and still holds its session",
    fields: { row, startedAt },
  }),
  ended: ({ outcome }) => ({
    ...(EXPECTED.has(outcome)
      ? { level: "info", message: "the turn has ended" }
      : { level: "warn", message: "the message gets no turn" }),
    fields: { outcome: outcome === "gone" ? "not pending any more" : outcome },
  }),
  dead: ({ row, unreadable }) => ({
    level: "error",
    message: unreadable
      ? "cannot read an event in the inbox; it is a dead letter now"
      : "the message was given up; it is a dead letter now",
    fields: { row },
  }),
  left: () => ({ level: "info", message: "the turn is left for whoever has its session next" }),
  lost: ({ count }) =>
    count === 0
      ? undefined
      : { level: "warn", message: "the session was lost: its turns are stopped here", fields: { count } },
  recalled: ({ eventId, row, became }) => ({
    level: "info",
    message: "a message was recalled",
    fields: { eventId, row, became },
  }),
  // The channel has its own lines of these, for who uses it without a gateway; they are limited.
  acknowledged: undefined,
  ignored: undefined,
  refused: undefined,
};

function replyLine({ part, kind, rest, dropped }: FactOf<"replied">): Line {
  const fields = { reply: part - 1 };
  if (kind === "error")
    return {
      level: "info",
      message: dropped ? "nobody was told: the message was recalled" : "told the user that it failed",
    };
  if (kind === "card")
    return { level: "info", message: "showed a reply on a card", fields: { ...fields, rest } };
  const message = dropped ? "a reply was dropped: its message was recalled" : "sent a reply";
  return { level: "info", message, fields };
}

/** Makes the log's lines about dispatches: each from the fact that it tells. */
export function logFacts(log: GatewayLog): Listener {
  return (fact, err) => {
    const made = (lines[fact.type] as ((fact: Fact) => Line | undefined) | undefined)?.(fact); // the fact's own
    if (!made || !log.isLevelEnabled(made.level)) return;
    log[made.level]({ ...whose(fact), ...made.fields, ...(err !== undefined && { err }) }, made.message);
  };
}

function whose(fact: Fact): object {
  if ("turnId" in fact) return { turnId: fact.turnId, account: fact.account, sessionKey: fact.sessionKey };
  return "account" in fact ? { account: fact.account } : { sessionKey: fact.sessionKey };
}
