import { commandPolicy } from "../../dispatch/commands.ts";

/**
 * What the gateway does by itself, without a model.
 *
 * - `reset`: `/new`, `/reset` start a new transcript.
 * - `stop`: `/stop`, `/abort` or a bare stop word end the running turn.
 * - `control`: `/approve`, `/status`, … answer, and touch nothing that is simulated.
 */
export type ChatCommand = "reset" | "stop" | "control";

// The gateway and the engine's defaults mean the same words. The policy given to the middleware is its own.
const kindOf = commandPolicy();
const kindOfStop = commandPolicy({
  "/approve": "ordinary",
  "/deny": "ordinary",
  "/status": "ordinary",
  "/btw": "ordinary",
  "/steer": "ordinary",
});

/** @returns undefined when the text is for the model */
export function chatCommand(text: string | undefined): ChatCommand | undefined {
  const kind = kindOf(text);
  if (kind === "ordinary") return undefined;
  if (kind !== "bypass") return "reset";
  return kindOfStop(text) === "bypass" ? "stop" : "control";
}
