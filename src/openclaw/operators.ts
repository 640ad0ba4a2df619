import type { DispatchStats, SessionSnapshot } from "../dispatch/contract.ts";
import { COMMAND } from "./config.ts";
import { nameOf } from "./hold/answers.ts";
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
export function release({ holds, counters, logger }: PluginParts, sessionKey: string): number {
  const running = holds.inSession(sessionKey).filter(({ state }) => state === "running");
  for (const hold of running) {
    counters.letGo++;
    logger().warn(`let go by an operator: ${nameOf(hold.arrival)}`);
    hold.end("skipped");
  }
  return running.length;
}

/** Answers the chat command: about the sender's own session, or about all and with more rights to an owner. */
export function answerCommand(parts: PluginParts, context: CommandContext): string {
  const [word = "", sessionKey = context.sessionKey ?? ""] = (context.args ?? "").trim().split(/\s+/);
  if (!word) return ownSession(parts, context.sessionKey);
  if (!context.senderIsOwner) return "Only an owner can see or release other sessions.";
  if (word === "all") return allSessions(parts);
  if (word !== "release") return `Usage: ${COMMAND}, ${COMMAND} all, ${COMMAND} release <session key>`;
  const count = release(parts, sessionKey);
  return count ? `Released ${sessionKey}.` : `No turn is running in ${sessionKey}.`;
}

function ownSession({ dedup, now }: PluginParts, key: string | undefined): string {
  const found = dedup.sessions().find((session) => session.key === key);
  return found ? describe(found, now()) : "Nothing is running or waiting in this session.";
}

function allSessions({ dedup, counters, now }: PluginParts): string {
  const lines = dedup.sessions().map((session) => `${session.key}: ${describe(session, now())}`);
  return [...(lines.length ? lines : ["Nothing is running or waiting."]), `Counters: ${counters}`].join("\n");
}

function describe({ running, waiting }: SessionSnapshot, now: number): string {
  const seconds = (since: number) => Math.round((now - since) / 1000);
  const runs = running ? `a turn has been running for ${seconds(running.since)} s` : "no turn is running";
  const oldest = waiting[0];
  return oldest
    ? `${runs}, ${waiting.length} waiting (the first for ${seconds(oldest.since)} s).`
    : `${runs}.`;
}
