import type { SentMessage } from "../../../src/stand-in/index.ts";
import { answeredLabel } from "./instruction.ts";

/** What a text of the bot is. */
export type BotText =
  | { readonly kind: "answer"; readonly label: string }
  /** `/new` or `/reset` was done. */
  | { readonly kind: "confirmed" }
  /** The plugin says that the session is busy. */
  | { readonly kind: "busy" }
  /** Any other: a failure, a status, what `/stop` says. */
  | { readonly kind: "other"; readonly text: string };

/** Reads what the bot sent. */
export function readBotText(message: SentMessage): BotText {
  const text = visibleText(message.content);
  const label = answeredLabel(text);
  if (label) return { kind: "answer", label };
  if (/new session started|session reset/i.test(text)) return { kind: "confirmed" };
  if (/still busy/.test(text)) return { kind: "busy" };
  return { kind: "other", text };
}

/** Every string in the message's content, whatever its type. */
function visibleText(content: string): string {
  const found: string[] = [];
  JSON.parse(content, (_key, value) => {
    if (typeof value === "string") found.push(value);
    return value;
  });
  return found.join(" ");
}
