import type { EndedAs, Fact, FactOf, FactType } from "../../journal/facts.ts";
import type { Listener } from "../../journal/journal.ts";
import type { GatewayLog } from "../log.ts";

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
  waiting: (fact) => ({
    level: "debug",
    message: "the event waits",
    fields: { row: fact.row, why: fact.why, ...(fact.why === "session" && { place: fact.place }) },
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
    if (isDetail(fact) && !log.isLevelEnabled("debug")) return;
    const made = (lines[fact.type] as ((fact: Fact) => Line | undefined) | undefined)?.(fact); // the fact's own
    if (!made) return;
    log[made.level](withNames(fact, made.fields, err), made.message);
  };
}

/** Most logs do without these, which are the most. */
function isDetail({ type }: Fact): boolean {
  return type === "waiting" || type === "cancelled";
}

/** What stays undefined is not written. */
function withNames(fact: Fact, fields: object | undefined, err: unknown): object {
  if ("turnId" in fact) {
    const { turnId, account, sessionKey } = fact;
    return { turnId, account, sessionKey, ...fields, err };
  }
  return "account" in fact
    ? { account: fact.account, ...fields, err }
    : { sessionKey: fact.sessionKey, ...fields, err };
}
