import type { CommandKind } from "../../dispatch/command-words.ts";
import type { Fact } from "../facts.ts";
import type { Outcome } from "./message.ts";

/** How often something was told, by what. */
export type Tally = Readonly<Record<string, number>>;

/** Counters since the gateway runs. */
export interface Counts {
  /** Events by what the inbox said: `accepted`, `in-progress`, `duplicate`. */
  readonly received: Tally;
  /** Those that were known already, by the kind of identity that showed it: `event`, `message`, `content`, … */
  readonly recognised: Tally;
  /** Accepted events by what they are for order. */
  readonly kinds: Readonly<Partial<Record<CommandKind, number>>>;
  /** Messages that came otherwise: `arrived` from another gateway, `left` by an earlier run, `retried`, `taken-over`. */
  readonly resumed: Tally;
  /** Messages that are over, by outcome. */
  readonly outcomes: Tally;
  /** Parts of answers by kind. */
  readonly replies: Tally;
  /** Attempts that failed and were made again, by the code of the error. */
  readonly retries: Tally;
  /** Dead letters by the code of the error. */
  readonly dead: Tally;
  /** Who or what told turns to stop. */
  readonly cancelled: Tally;
  /** Recalled messages, by what became of them. */
  readonly recalled: Tally;
  /** How Feishu was answered: `accepted`, `unavailable`. */
  readonly acknowledged: Tally;
  /** Events that were left out, by reason. */
  readonly ignored: Tally;
  /** Refused webhook requests by code. */
  readonly refused: Tally;
  /** Turns that have outrun their time, and sessions that were lost. */
  readonly hung: number;
  readonly lost: number;
}

type Tallies = {
  -readonly [Name in keyof Counts]: Counts[Name] extends number ? number : Record<string, number>;
};

export class Counters {
  readonly counts: Counts;
  readonly #counts: Tallies;

  constructor() {
    this.#counts = {
      ...{ received: {}, recognised: {}, kinds: {}, resumed: {}, outcomes: {}, replies: {}, retries: {} },
      ...{ dead: {}, cancelled: {}, recalled: {}, acknowledged: {}, ignored: {}, refused: {} },
      ...{ hung: 0, lost: 0 },
    };
    this.counts = this.#counts;
  }

  /** A message is over. */
  over(outcome: Outcome): void {
    add(this.#counts.outcomes, outcome);
  }

  hear(fact: Fact): void {
    const counts = this.#counts;
    switch (fact.type) {
      case "received":
        add(counts.received, fact.claim);
        if (fact.by === undefined) return add(counts.kinds as Record<string, number>, fact.kind);
        return add(counts.recognised, kindOfIdentity(fact.by));
      case "arrived":
        return add(counts.resumed, "arrived");
      case "resumed":
        return add(counts.resumed, fact.why);
      case "replied":
        return add(counts.replies, fact.kind);
      case "retry":
        return add(counts.retries, codeOf(fact.error));
      case "dead":
        return add(counts.dead, codeOf(fact.error));
      case "cancelled":
        return add(counts.cancelled, fact.by);
      case "recalled":
        return add(counts.recalled, fact.became);
      case "acknowledged":
        return add(counts.acknowledged, fact.status);
      case "ignored":
        return add(counts.ignored, fact.reason);
      case "refused":
        return add(counts.refused, fact.code);
      case "hung":
        counts.hung += 1;
        return;
      case "lost":
        counts.lost += 1;
        return;
      default:
        return;
    }
  }
}

/** Identities begin with what they are. */
export function kindOfIdentity(identity: string): string {
  return identity.split(":", 1)[0] ?? "";
}

/** The code before what an error says, as the inbox keeps it. */
export function codeOf(error: string): string {
  return /^ERR_\w+/.exec(error)?.[0] ?? "unexpected";
}

function add(tally: Record<string, number>, name: string): void {
  tally[name] = (tally[name] ?? 0) + 1;
}
