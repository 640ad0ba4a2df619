import { stopWords } from "./stop-words.ts";

/**
 * What a command means for order.
 *
 * - `ordinary`: waits its turn like any message.
 * - `barrier`: changes the session itself; waits its turn, and nothing overtakes it.
 * - `interrupt`: a barrier that first aborts the running turn and drops what waits.
 * - `bypass`: runs at once, even while its session is busy, or the user would be locked out.
 */
export type CommandKind = "ordinary" | "barrier" | "interrupt" | "bypass";

/**
 * What a command does, whenever its turn comes.
 *
 * - `stop`: ends the running turn.
 * - `status`: tells what runs and what waits.
 * - `new-session`: begins a new conversation.
 * - `agent`: whatever the agent makes of it.
 */
export type CommandMeaning = "stop" | "status" | "new-session" | "agent";

/** One row of the table. */
export interface CommandWord {
  readonly kind: CommandKind;
  readonly meaning: CommandMeaning;
}

const stop: CommandWord = { kind: "bypass", meaning: "stop" };

/**
 * The one table of command words. The engine reads their kinds; the gateway, its agents, the recorder, the replay
 * and the plugin for OpenClaw read their meanings. A new word is a row here.
 */
export const commandWords: Readonly<Record<string, CommandWord>> = {
  "/stop": stop,
  "/abort": stop,
  ...Object.fromEntries(stopWords.map((word) => [word, stop])),
  "/status": { kind: "bypass", meaning: "status" },
  "/new": { kind: "barrier", meaning: "new-session" },
  "/reset": { kind: "barrier", meaning: "new-session" },
  "/approve": { kind: "bypass", meaning: "agent" },
  "/deny": { kind: "bypass", meaning: "agent" },
  "/btw": { kind: "bypass", meaning: "agent" },
  "/steer": { kind: "bypass", meaning: "agent" },
};

/** The words that mean this. */
export function wordsFor(meaning: CommandMeaning): string[] {
  return Object.keys(commandWords).filter((word) => commandWords[word]?.meaning === meaning);
}
