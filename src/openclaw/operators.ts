import type { DispatchStats, SessionSnapshot } from "../dispatch/contract.ts";
import type { ValuesOf } from "../wording/phrase.ts";
import { languageOf } from "../wording/wording.ts";
import type { pluginWords } from "../wording/words.ts";
import { COMMAND } from "./config.ts";
import { nameOf } from "./hold/answers.ts";
import type { Hold } from "./hold/hold.ts";
import type { PluginParts } from "./hold/plugin-parts.ts";
import type { CommandContext } from "./host/host.ts";

/** What the gateway method answers. */
export interface Status {
  /** Sessions in which a turn runs or waits. Times in ms. */
  readonly sessions: ReadonlyArray<{
    readonly key: string;
    readonly runningForMs?: number;
    readonly waiting: ReadonlyArray<{ place: number; channel: string; forMs: number }>;
  }>;
  readonly counters: Readonly<Record<string, number>>;
  readonly engine: DispatchStats;
  /** Where finished work is remembered: in a file, or in this process only. */
  readonly memory: "file" | "process";
}

/** What runs and what waits, and the counters. */
export function status({ dedup, counters, memory, now }: PluginParts): Status {
  const sessions = dedup.sessions().map(({ key, running, waiting }) => ({
    key,
    ...(running && { runningForMs: now() - running.since }),
    waiting: waiting.map(({ place, since, lane = "" }) => ({ place, channel: lane, forMs: now() - since })),
  }));
  return { sessions, counters: { ...counters }, engine: dedup.stats(), memory: memory.kind };
}

/**
 * Lets the session of a running turn go, as if the turn had ended.
 *
 * @returns how many turns were let go
 */
export function release(parts: PluginParts, sessionKey: string): number {
  const running = parts.holds.inSession(sessionKey).filter(({ state }) => state === "running");
  for (const hold of running) releaseHold(parts, hold);
  return running.length;
}

/** The same for one turn. */
export function releaseHold({ counters, logger }: PluginParts, hold: Hold): void {
  counters.letGo++;
  logger().warn(`let go by an operator: ${nameOf(hold.arrival)}`);
  hold.note({ type: "cancelled", by: "operator" });
  hold.end("letGo");
}

/** Answers the chat command: about the sender's own session, or about all and with more rights to an owner. */
export function answerCommand(parts: PluginParts, context: CommandContext): string {
  const args = (context.args ?? "").trim();
  const [word = "", session = context.sessionKey ?? ""] = args.split(/\s+/);
  const say: Say = (name, ...values) => parts.wording.say(languageOf(args), name, ...values);
  if (!word) return ownSession(parts, context.sessionKey, say);
  if (!context.senderIsOwner) return say("ownersOnly");
  if (word === "all") return allSessions(parts, say);
  if (word !== "release") return say("usage", { command: COMMAND });
  return release(parts, session) ? say("released", { session }) : say("nothingToRelease", { session });
}

/** Says one of the plugin's words in the language of whoever asks. */
type Say = <Name extends keyof typeof pluginWords>(
  name: Name,
  ...values: ValuesOf<(typeof pluginWords)[Name]>
) => string;

function ownSession({ dedup, now }: PluginParts, key: string | undefined, say: Say): string {
  const found = dedup.sessions().find((session) => session.key === key);
  return found ? describe(found, now(), say) : say("sessionIdle");
}

function allSessions({ dedup, counters, now }: PluginParts, say: Say): string {
  const lines = dedup.sessions().map((session) => `${session.key}: ${describe(session, now(), say)}`);
  const all = lines.length > 0 ? lines : [say("allIdle")];
  return [...all, say("counters", { counters: String(counters) })].join("\n");
}

function describe({ running, waiting }: SessionSnapshot, now: number, say: Say): string {
  const secondsSince = (since: number) => Math.round((now - since) / 1000);
  const [first] = waiting;
  const line = first && { waiting: waiting.length, oldest: secondsSince(first.since) };
  const seconds = running ? secondsSince(running.since) : 0;
  if (running) return line ? say("turnRunsOthersWait", { seconds, ...line }) : say("turnRuns", { seconds });
  return line ? say("noTurnRunsOthersWait", line) : say("noTurnRuns");
}
