import type { Fact } from "../journal/facts.ts";

/** What is to be seen of a message. */
export type Wish = "waiting" | "running" | "nothing";

/** What is to be seen of a message from now on; undefined when the fact does not change that. */
export function wishAfter(fact: Fact): Wish | undefined {
  switch (fact.type) {
    case "waiting":
      return "waiting";
    case "started":
      return "running";
    case "elsewhere":
    case "ended":
    case "dead":
    case "left":
      return "nothing";
    default:
      return undefined;
  }
}

/** The message that a fact has brought in; undefined for any other fact, and where there is no message to react to. */
export function messageOf(fact: Fact): string | undefined {
  switch (fact.type) {
    case "received":
      return fact.claim === "accepted" ? fact.messageId : undefined;
    case "arrived":
    case "resumed":
      return fact.messageId;
    default:
      return undefined;
  }
}
