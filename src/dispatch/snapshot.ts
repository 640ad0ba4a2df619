import type { DispatchStats, SessionSnapshot, TurnSnapshot } from "./contract.ts";
import type { Engine } from "./engine.ts";
import type { Caller } from "./turn/caller.ts";
import type { Work } from "./turn/work.ts";

/** The counters, now. */
export function statsOf({ ledger, settled, scheduler: { sessions, runner } }: Engine): DispatchStats {
  return {
    dispatched: ledger.dispatched,
    outcomes: { ...ledger.outcomes },
    running: ledger.running,
    waiting: ledger.waiting,
    sessions: sessions.size,
    settled: settled.size,
    hung: runner.hung,
  };
}

/** What runs and what waits, by session. */
export function sessionsOf({ scheduler: { sessions } }: Engine): SessionSnapshot[] {
  return Array.from(sessions, ({ key, running, line }) => ({
    key,
    ...(running?.turn && {
      running: { ...shown(running, running.turn.caller, running.turn.startedAt), hung: running.turn.hung },
    }),
    waiting: Array.from(line, (work, at) => ({
      ...shown(work, work.callers[0], work.origin.arrivedAt),
      place: at + 1,
    })),
  }));
}

function shown(work: Work, leader: Caller | undefined, since: number): TurnSnapshot {
  const lane = leader?.dispatch.lane;
  return { ids: [...work.ids], since, ...(lane !== undefined && { lane }) };
}
