import type { Fact } from "../facts.ts";
import type { Message, Outcome } from "./message.ts";

/** An event that was given no turn of its own, or a message that lost its place. */
export interface NotRun {
  readonly seq: number;
  /** When that was decided, in ms since the epoch. */
  readonly at: number;
  readonly account: string;
  readonly sessionKey: string;
  readonly turnId: string;
  /** Of a repetition: the row of the work that it repeats. Else its own. */
  readonly row: number;
  readonly eventId: string | undefined;
  readonly messageId: string | undefined;
  /** Why: its work was `in-progress` or had ended (`duplicate`), or how it ended without a turn. */
  readonly why: "in-progress" | Outcome;
  /** Of a repetition: the identity by which its work was recognised. */
  readonly by: string | undefined;
}

/** Outcomes that take nothing from anybody: it runs later or elsewhere, or somebody else has said how it ended. */
const ELSEWHERE: ReadonlySet<Outcome> = new Set(["left", "elsewhere", "gone", "answered"]);

/** The repetition that a fact tells of. */
export function repetitionIn(fact: Fact): NotRun | undefined {
  if (fact.type !== "received" || fact.claim === "accepted") return undefined;
  const { seq, at, account, sessionKey, turnId, row, eventId, messageId, claim: why, by } = fact;
  return { seq, at, account, sessionKey, turnId, row, eventId, messageId, why, by };
}

/** What has ended without a turn. */
export function unrun({ seq, at }: Fact, message: Message, outcome: Outcome): NotRun | undefined {
  if (message.startedAt !== undefined || ELSEWHERE.has(outcome)) return undefined;
  const { account, sessionKey, turnId, row, eventId, messageId } = message;
  return { seq, at, account, sessionKey, turnId, row, eventId, messageId, why: outcome, by: undefined };
}
