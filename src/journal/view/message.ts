import type { CommandKind } from "../../dispatch/command-words.ts";
import type { Begin } from "../begin.ts";
import type { EndedAs, Fact, FactOf } from "../facts.ts";

/** How a message was over for this gateway. */
export type Outcome = EndedAs | "dead" | "left" | "elsewhere";

/** A message as far as the journal has told of it. Times are in ms since the epoch. */
export interface Message {
  readonly row: number;
  readonly turnId: string;
  readonly account: string;
  readonly sessionKey: string;
  readonly eventId: string | undefined;
  /** Feishu's, where it is a message. */
  readonly messageId: string | undefined;
  readonly person: string | undefined;
  readonly kind: CommandKind;
  readonly command: string | undefined;
  readonly receivedAt: number;
  state: "waiting" | "running" | "retrying" | "over";
  /** Since when it is in this state. */
  since: number;
  /** Why it waits, as it was told when it began to. */
  waits: FactOf<"waiting"> | undefined;
  startedAt: number | undefined;
  attempt: number;
  epoch: number | undefined;
  hungAt: number | undefined;
  acknowledgedAt: number | undefined;
  retry: Pick<FactOf<"retry">, "retryAt" | "error"> | undefined;
  outcome: Outcome | undefined;
  /** What was told of it, in order; of very many facts not those in the middle. */
  readonly way: Fact[];
  /** How many facts are missing there. */
  leftOut: number;
}

export function newMessage(fact: Begin): Message {
  const received = fact.type === "received" ? fact : undefined;
  return {
    row: fact.row,
    turnId: fact.turnId,
    account: fact.account,
    sessionKey: fact.sessionKey,
    kind: fact.kind,
    command: fact.command,
    eventId: received?.eventId,
    messageId: fact.messageId,
    person: received?.person,
    receivedAt: fact.type === "received" ? fact.at : fact.receivedAt,
    state: "waiting",
    since: fact.at,
    waits: undefined,
    startedAt: undefined,
    attempt: fact.type === "resumed" ? fact.attempts : 0,
    epoch: fact.type === "received" ? undefined : fact.epoch,
    hungAt: undefined,
    acknowledgedAt: undefined,
    retry: undefined,
    outcome: undefined,
    way: [],
    leftOut: 0,
  };
}

/** Changes a message as a fact says, but for its end. */
export function tell(message: Message, fact: Fact): void {
  if (fact.type === "acknowledged") message.acknowledgedAt = fact.at;
  if (message.state === "over") return;
  switch (fact.type) {
    case "waiting":
      message.waits = fact;
      return;
    case "started":
      change(message, "running", fact.at);
      message.startedAt ??= fact.at;
      message.attempt = fact.attempt;
      message.epoch = fact.epoch;
      message.retry = undefined;
      return;
    case "retry":
      change(message, "retrying", fact.at);
      message.retry = { retryAt: fact.retryAt, error: fact.error };
      return;
    case "hung":
      // Something in front of the agent hangs, such as another middleware: to the engine the turn has begun.
      if (message.state === "waiting") change(message, "running", fact.startedAt);
      message.startedAt ??= fact.startedAt;
      message.hungAt = fact.at;
      return;
    default:
      return;
  }
}

function change(message: Message, state: Message["state"], at: number): void {
  message.state = state;
  message.since = at;
}

/** How a fact says that its message is over; undefined when it is not. */
export function outcomeIn(fact: Fact): Outcome | undefined {
  if (fact.type === "ended") return fact.outcome;
  return fact.type === "dead" || fact.type === "left" || fact.type === "elsewhere" ? fact.type : undefined;
}
