import { type CommandMeaning, commandReader } from "../../dispatch/command-policy.ts";

/**
 * What the gateway does by itself, without a model.
 *
 * - `reset`: `/new`, `/reset` start a new transcript.
 * - `stop`: `/stop`, `/abort` or a bare stop word end the running turn.
 * - `control`: `/approve`, `/status`, … answer, and touch nothing that is simulated.
 */
export type ChatCommand = "reset" | "stop" | "control";

const doneAs: Readonly<Record<CommandMeaning, ChatCommand>> = {
  "new-session": "reset",
  stop: "stop",
  status: "control",
  agent: "control",
};

// The gateway knows the words of the table and no others. The policy given to the middleware is its own.
const commandIn = commandReader();

/** @returns undefined when the text is for the model */
export function chatCommand(text: string | undefined): ChatCommand | undefined {
  const command = commandIn(text);
  return command && doneAs[command.meaning];
}
