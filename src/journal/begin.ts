import type { Fact, FactOf } from "./facts.ts";

/** A fact by which this gateway has work to run: that was not known, or that comes from elsewhere or from before. */
export type Begin = FactOf<"received"> | FactOf<"arrived"> | FactOf<"resumed">;

export function isBegin(fact: Fact): fact is Begin {
  return fact.type === "received" ? fact.claim === "accepted" : isBack(fact);
}

/** Whether a row comes, or comes back, by another way than Feishu. */
export function isBack(fact: Fact): fact is FactOf<"resumed" | "arrived"> {
  return fact.type === "resumed" || fact.type === "arrived";
}
