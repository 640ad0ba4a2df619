import type { Fact } from "../../../src/gateway/index.ts";
import type { World } from "./world.ts";

type Message = ReturnType<World["say"]["text"]>;

/** The row of a message, by Feishu's id of it. */
export function rowOf(facts: readonly Fact[], { event }: Message): number | undefined {
  const id = event.message.message_id;
  return facts.filter((fact) => fact.type === "received").find(({ messageId }) => messageId === id)?.row;
}

/** What happened to a message, in order: each fact's type, and what makes the difference in it. */
export function wayOf(facts: readonly Fact[], message: Message): string[] {
  const row = rowOf(facts, message);
  return facts.filter((fact) => "row" in fact && fact.row === row).map(inShort);
}

function inShort(fact: Fact): string {
  switch (fact.type) {
    case "received":
      return `received ${fact.claim}${fact.by === undefined ? "" : ` by ${fact.by.split(":")[0]}`}`;
    case "waiting":
      return `waiting ${fact.why}${fact.why === "session" ? ` ${fact.place} behind ${fact.behind}` : ""}`;
    case "started":
      return `started ${fact.attempt}`;
    case "replied":
      return `replied ${fact.kind} ${fact.part}`;
    case "cancelled":
      return `cancelled by ${fact.by}`;
    case "ended":
      return fact.outcome;
    case "resumed":
      return `resumed ${fact.why}`;
    case "recalled":
      return `recalled ${fact.became}`;
    default:
      return fact.type;
  }
}
