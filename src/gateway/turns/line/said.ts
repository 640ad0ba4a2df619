import { type CommandPolicy, commandReader } from "../../../dispatch/command-policy.ts";
import type { Said } from "../../../journal/facts.ts";
import type { Journal } from "../../../journal/journal.ts";

/** What facts say of a message's text. */
export type SaidOf = (text: string | undefined) => Said;

/** @param commands the middleware's command words, laid over the defaults */
export function saidBy(commands: CommandPolicy, journal: Pick<Journal, "said">): SaidOf {
  const commandIn = commandReader(commands);
  return (text) => {
    const command = commandIn(text);
    return {
      kind: command?.kind ?? "ordinary",
      ...(command && { command: command.word }),
      ...journal.said(text),
    };
  };
}
