import { z } from "zod";
import type { AgentTurn } from "../agent.ts";

/** So much of what a card holds is told. */
const MOST = 4000;

/** What an action says of what was done, and not of the element that it was done to. */
const DONE = ["value", "name", "option", "options", "input_value", "form_value", "checked"] as const;
const card = z.looseObject({ action: z.record(z.string(), z.unknown()) });
const menu = z.looseObject({ event_key: z.string() });
const reaction = z.looseObject({ reaction_type: z.looseObject({ emoji_type: z.string() }) });

/**
 * What somebody did without writing, in words that a model understands.
 *
 * @returns undefined for a message
 */
export function deedOf({ kind, message: { event, header } }: AgentTurn): string | undefined {
  switch (kind) {
    case "cardAction":
      return `[The user used a card: ${usedOf(event)}]`;
    case "menu":
      return `[The user chose from the bot's menu: ${menu.safeParse(event).data?.event_key}]`;
    case "reaction": {
      const emoji = reaction.safeParse(event).data?.reaction_type.emoji_type;
      const isGone = Reflect.get(header, "event_type") === "im.message.reaction.deleted_v1";
      return `[The user ${isGone ? "took a reaction back" : "reacted to a message"}: ${emoji}]`;
    }
    default:
      return undefined;
  }
}

/** What was pressed, chosen or filled in. */
function usedOf(event: unknown): string {
  const action = card.safeParse(event).data?.action ?? {};
  const used = JSON.stringify(Object.fromEntries(DONE.map((key) => [key, action[key]])));
  return used.length > MOST ? `${used.slice(0, MOST)} […]` : used;
}
