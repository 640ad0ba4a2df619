import type { EventMaker } from "../../../src/stand-in/index.ts";
import type { Instruction } from "./instruction.ts";
import type { BotText } from "./texts.ts";

/** A direct text message, as Feishu pushes it. */
export type MessageEvent = ReturnType<EventMaker["text"]>;

/**
 * What a message should lead to. A copy of another message should lead to `nothing` of its own, and a turn that
 * is stopped must not be answered; `confirmed or busy` is for a `/new` that may be refused.
 */
export type Expected =
  | "answer"
  | "stopped"
  | "confirmed"
  | "confirmed or busy"
  | "failure"
  | "text"
  | "nothing";

/** A message that a scenario sent. */
export interface Said {
  readonly label: string;
  readonly expected: Expected;
  readonly user: string;
  readonly event: MessageEvent;
}

/** What the bot sent back, read. */
export type Heard = BotText & { readonly at: number };

/** How the model shall deal with a message, and where it is said. */
export interface Asking extends Instruction {
  readonly stopped?: boolean;
  readonly thread?: string | undefined;
  /** When it was written, in ms since the epoch. @default now */
  readonly at?: number | undefined;
}

/** What a message that is asked so should lead to. */
export function expectedOf({ fail, stopped }: Asking): Expected {
  if (fail) return "failure";
  return stopped ? "stopped" : "answer";
}
