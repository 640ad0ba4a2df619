import type { StandIn } from "../../../src/stand-in/index.ts";
import { judge } from "./check/check.ts";
import type { Fault } from "./check/fault.ts";
import { beganValid, readHistory } from "./check/history.ts";
import type { AgentLine, FeishuLine } from "./check/log.ts";
import { longestPause, type Pause } from "./check/pauses.ts";
import type { FaultCount, Faults } from "./faults.ts";
import type { Harm } from "./harm.ts";
import type { LogFile } from "./log-file.ts";
import type { People } from "./people.ts";

export interface ClusterReport {
  readonly written: number;
  readonly turns: number;
  /** Turns that ran again, as their gateway had ended or lost the session. */
  readonly again: number;
  /** Turns that reached their agent after one of a newer epoch. */
  readonly late: number;
  /** Each `/new` and the message behind it: whether two gateways have acknowledged them. */
  readonly pairs: { readonly apart: number; readonly together: number };
  /** Replies that were sent again, and taken for what they were by their `uuid`. */
  readonly repeatedReplies: number;
  readonly injected: Readonly<Record<Harm, FaultCount>>;
  readonly longestPause: Pause | undefined;
  /** What gateways did that they should not, beside the promises that were not kept. */
  readonly complaints: readonly string[];
  readonly faults: readonly Fault[];
}

interface Seen {
  readonly feishu: StandIn;
  readonly people: People;
  readonly faults: Faults;
  readonly complaints: readonly string[];
  readonly feishuLog: LogFile<FeishuLine>;
  readonly agentLog: LogFile<AgentLine>;
}

export function reportOf({ feishu, people, faults, complaints, feishuLog, agentLog }: Seen): ClusterReport {
  const history = readHistory(feishuLog.read(), agentLog.read());
  const turns = history.sessions.flatMap((session) => session.turns.map((turn) => ({ turn, session })));
  return {
    written: people.written,
    turns: turns.length,
    again: turns.length - new Set(turns.map(({ turn }) => turn.message)).size,
    late: turns.filter(({ turn, session }) => !beganValid(turn, session)).length,
    pairs: pairsOf(people),
    repeatedReplies: feishu.messages.reduce((sum, { repeats }) => sum + repeats, 0),
    injected: faults.counts,
    longestPause: longestPause(history.sessions),
    complaints,
    faults: judge(history),
  };
}

function pairsOf({ pairs }: People): ClusterReport["pairs"] {
  // Copies of the first may be acknowledged by others as well, when the second is on its way already.
  const firstBy = ({ attempts }: (typeof pairs)[number][0]) =>
    attempts
      .filter(({ outcome }) => outcome === "acked")
      .toSorted((a, b) => a.at + (a.answeredMs ?? 0) - b.at - (b.answeredMs ?? 0))[0]?.connection;
  const together = pairs.filter(([one, next]) => firstBy(one) === firstBy(next)).length;
  return { apart: pairs.length - together, together };
}
