import type { Meter } from "@opentelemetry/api";
import type { Fact, FactOf } from "../../journal/facts.ts";
import type { Sink } from "../../journal/follow/follow.ts";
import type { OpenTurn, Over } from "../../journal/follow/open-turns.ts";
import { codeOf, kindOfIdentity } from "../../journal/view/counters.ts";
import * as name from "./attributes.ts";
import { createInstruments, type Instruments } from "./instruments.ts";
import { type Measured, observe } from "./observe.ts";

/** Measures what a journal tells. */
export class Metrics implements Sink {
  /** A meter that outlives the gateway does not look at it any more. */
  readonly close: () => void;
  readonly #instruments: Instruments;

  constructor(meter: Meter, measured: Measured) {
    this.#instruments = createInstruments(meter);
    this.close = observe(meter, this.#instruments, measured);
  }

  hear(fact: Fact, turn: OpenTurn | undefined): void {
    const { sent, retries, ignored, refused, lost } = this.#instruments;
    switch (fact.type) {
      case "received":
        return this.#receive(fact);
      case "started":
        return this.#start(turn, fact.at);
      case "replied":
        return sent.add(1, { ...name.messaging("send", fact.account), [name.REPLY]: replyOf(fact) });
      case "retry":
        return retries.add(1, { [name.ACCOUNT]: fact.account, [name.ERROR]: codeOf(fact.error) });
      case "lost":
        return lost.add(1);
      case "acknowledged":
        return this.#acknowledge(fact);
      case "ignored":
        return ignored.add(1, { [name.ACCOUNT]: fact.account, [name.REASON]: fact.reason });
      case "refused":
        return refused.add(1, { [name.ACCOUNT]: fact.account, [name.ERROR]: fact.code });
      // What is open is counted when the metrics are read.
      case "arrived":
      case "resumed":
      case "waiting":
      case "hung":
      // What is over is told apart from facts, and says what came of these.
      case "cancelled":
      case "recalled":
      case "elsewhere":
      case "ended":
      case "dead":
      case "left":
        return;
      default:
        return fact satisfies never;
    }
  }

  over({ turn, outcome, error }: Over, at: number): void {
    const { account, transport, startedAt } = turn;
    const how = {
      ...{ [name.TRANSPORT]: transport, [name.OUTCOME]: outcome },
      ...(error !== undefined && { [name.ERROR]: error }),
    };
    this.#instruments.outcomes.add(1, { [name.ACCOUNT]: account, ...how });
    if (startedAt === undefined) return;
    this.#instruments.run.record(seconds(startedAt, at), { ...name.messaging("process", account), ...how });
  }

  #receive({ account, transport, claim, by }: FactOf<"received">): void {
    this.#instruments.consumed.add(1, {
      ...{ ...name.messaging("receive", account), [name.TRANSPORT]: transport, [name.CLAIM]: claim },
      ...(by !== undefined && { [name.IDENTITY]: kindOfIdentity(by) }),
    });
  }

  #start(turn: OpenTurn | undefined, at: number): void {
    if (turn?.begun !== 1) return;
    const { account, transport, receivedAt } = turn;
    const of = { [name.ACCOUNT]: account, [name.TRANSPORT]: transport };
    this.#instruments.wait.record(seconds(receivedAt, at), of);
  }

  #acknowledge({ account, transport, status, tookMs }: FactOf<"acknowledged">): void {
    this.#instruments.operation.record(tookMs / 1000, {
      ...{ ...name.messaging("ack", account), [name.TRANSPORT]: transport },
      ...(status === "unavailable" && { [name.ERROR]: status }),
    });
  }
}

/** A part that was not sent, as its message was recalled, is none of the others. */
function replyOf({ kind, dropped }: FactOf<"replied">): string {
  return dropped ? "dropped" : kind;
}

function seconds(from: number, to: number): number {
  return Math.max(0, to - from) / 1000;
}
