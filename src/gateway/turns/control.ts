import { commandPolicy } from "../../dispatch/commands.ts";
import type { Board } from "./board.ts";
import type { Job } from "./job.ts";

/** Of the commands that pass the queue by default, those that the agent has to see. */
const forAgent = {
  "/approve": "ordinary",
  "/deny": "ordinary",
  "/btw": "ordinary",
  "/steer": "ordinary",
} as const;

const control = commandPolicy(forAgent);
const stop = commandPolicy({ ...forAgent, "/status": "ordinary" });

/**
 * What the gateway itself answers: `/stop`, `/abort` and the bare stop words end the session's running turn,
 * `/status` tells what runs and waits. The agent does not see these.
 *
 * @returns the answer; undefined when the message is for the agent
 */
export function controlAnswer({ dispatch }: Job, board: Board, now: number): string | undefined {
  if (control(dispatch.text) !== "bypass") return undefined;
  return stop(dispatch.text) === "bypass"
    ? stopped(board.stop(dispatch.sessionKey))
    : status(board, dispatch.sessionKey, now);
}

function stopped(count: number): string {
  return count > 0 ? "Stopped." : "Nothing is running.";
}

function status(board: Board, sessionKey: string, now: number): string {
  const entries = board.of(sessionKey);
  const starts = entries.flatMap(({ startedAt }) => startedAt ?? []);
  // The command itself is one that has not started.
  const waiting = entries.length - starts.length - 1;
  if (starts.length === 0) return `Nothing is running. Waiting: ${waiting}.`;
  const seconds = Math.round((now - Math.min(...starts)) / 1000);
  return `Running for ${seconds} s. Waiting: ${waiting}.`;
}
