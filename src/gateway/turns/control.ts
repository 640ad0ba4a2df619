import { commandReader } from "../../dispatch/command-policy.ts";
import type { Agent } from "../agents/agent.ts";
import type { Job } from "./job.ts";
import type { OpenJobs } from "./open-jobs.ts";
import type { UserWords } from "./user-words.ts";

// Without the config's words: those change when a command gets its turn, and never what it does.
const commandIn = commandReader();

interface ControlOptions {
  readonly now: number;
  readonly words: UserWords;
}

/**
 * What the gateway itself answers: a command that means stop ends the session's running turn, one that means
 * status tells what runs and waits. The agent does not see these.
 *
 * @returns the answer; undefined when the message is for the agent
 */
export function controlAnswer(
  job: Job,
  openJobs: OpenJobs,
  { now, words }: ControlOptions,
): string | undefined {
  const { dispatch, event } = job;
  const meaning = commandIn(dispatch.text)?.meaning;
  switch (meaning) {
    case "stop":
      return words.say(event, openJobs.stop(dispatch.sessionKey, job) > 0 ? "stopped" : "nothingRuns");
    case "status":
      return status(job, openJobs, { now, words });
    case "new-session":
    case "agent":
    case undefined:
      return undefined;
    default:
      return meaning satisfies never;
  }
}

/** An agent that says just this. */
export function saying(text: string): Agent {
  async function* run(): AsyncGenerator<string> {
    yield text;
  }
  return { run };
}

/** Whether the gateway itself answers it. */
export function isControl({ dispatch }: Job): boolean {
  const meaning = commandIn(dispatch.text)?.meaning;
  return meaning === "stop" || meaning === "status";
}

function status(job: Job, openJobs: OpenJobs, { now, words }: ControlOptions): string {
  const {
    event,
    dispatch: { sessionKey },
  } = job;
  const entries = openJobs.of(sessionKey);
  const starts = entries.flatMap(({ startedAt }) => startedAt ?? []);
  // The command itself is one that has not started.
  const waiting = entries.length - starts.length - 1 + openJobs.heldBack(sessionKey);
  if (starts.length === 0) return words.say(event, "idle", { waiting });
  const seconds = Math.round((now - Math.min(...starts)) / 1000);
  return words.say(event, "status", { seconds, waiting });
}
