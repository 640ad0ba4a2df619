import { crossings, doubles, losses, mixedSessions, strangeWords } from "./answers.ts";
import type { Fault } from "./fault.ts";
import { type History, readHistory } from "./history.ts";
import type { AgentLine, FeishuLine } from "./log.ts";
import { disorders, overlaps, repetitions, staleStarts } from "./turns.ts";

const rules = [losses, doubles, crossings, strangeWords, overlaps, disorders, repetitions, staleStarts];

/**
 * Judges a run by what was seen of it from outside: by Feishu and by the agents. It knows of no faults that were
 * injected, and excuses nothing by them.
 *
 * - Everything that was written was acknowledged, and everything acknowledged was answered, in one message, in order.
 * - No two turns of a session run at once by its newest epoch.
 * - In each hold of a session turns begin in order, each after the one ahead is over.
 * - What the inbox had as done never runs again. (What was answered may: its gateway may have ended, or have lost the
 *   session, before it could note that.)
 * - Starts never go by an epoch that was over, and no attempt is counted twice.
 */
export function check(feishu: readonly FeishuLine[], agents: readonly AgentLine[]): Fault[] {
  return judge(readHistory(feishu, agents));
}

/** The same, of logs that were put together already. */
export function judge(history: History): Fault[] {
  return [
    ...history.sessions.flatMap((session) => rules.flatMap((rule) => rule(session))),
    ...mixedSessions(history),
    ...history.strays.map((text): Fault => ({ kind: "wrong", text: `nobody knows of ${text}` })),
  ];
}
