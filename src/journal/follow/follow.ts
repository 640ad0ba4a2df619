import type { Fact } from "../facts.ts";
import type { Listener } from "../journal.ts";
import type { OpenTurn, OpenTurns, Over } from "./open-turns.ts";

/** What is made of facts about messages: metrics, traces, what people see. */
export interface Sink {
  /** @param turn the message that the fact is about, while it is open */
  hear(fact: Fact, turn: OpenTurn | undefined): void;
  /** A message is over. @param at in ms since the epoch */
  over(over: Over, at: number): void;
}

/** Tells sinks what happens, and to which message. @returns what is to hear a journal, from its first fact on */
export function follow(open: OpenTurns, sinks: readonly Sink[]): Listener {
  return (fact) => {
    const turn = open.tell(fact);
    const ended = open.end(fact);
    for (const sink of sinks) {
      sink.hear(fact, turn);
      for (const over of ended) sink.over(over, fact.at);
    }
  };
}
