import type { Fault } from "./fault.ts";
import type { History, Turn } from "./history.ts";
import { comesBefore, endsBetween, over } from "./when.ts";

/** A request that the other side has closed is noticed that much later, in ms, and a turn may begin meanwhile. */
const NOTICED_MS = 250;

/** Turns of one session that ran at once. */
export function overlaps(history: History): Fault[] {
  const faults: Fault[] = [];
  for (const turns of turnsBySession(history).values()) {
    for (const [index, turn] of turns.entries()) {
      const beside = turns.slice(index + 1).find((later) => runsBeside(turn, later, history));
      if (beside) faults.push(fault("overlap", turn, beside, "ran at once"));
    }
  }
  return faults;
}

/** Turns that began before one that had to come first. */
export function disorders(history: History): Fault[] {
  const faults: Fault[] = [];
  for (const turns of turnsBySession(history).values()) {
    for (const [index, turn] of turns.entries()) {
      const first = turns.slice(index + 1).find((later) => isOvertaken(later, turn, history));
      if (first) faults.push(fault("order", turn, first, "began in the wrong order"));
    }
  }
  return faults;
}

/** One name of the gateway's for each session, and one session for each name. */
export function mixedSessions(history: History): Fault[] {
  const bySession = new Map<string, Turn>();
  const byKey = new Map<string, Turn>();
  const faults: Fault[] = [];
  for (const [session, turns] of turnsBySession(history)) {
    for (const turn of turns) {
      const key = `${turn.ask.gateway} ${turn.sessionKey}`;
      const [one, other] = [bySession.get(session) ?? turn, byKey.get(key) ?? turn];
      bySession.set(session, one);
      byKey.set(key, other);
      if (one.sessionKey !== turn.sessionKey) faults.push(fault("wrong", one, turn, "had different keys"));
      if (other.ask.session !== turn.ask.session) faults.push(fault("wrong", other, turn, "shared a key"));
    }
  }
  return faults;
}

/** The turns that keep order, in that of their beginnings. */
function turnsBySession({ asks }: History): Map<string, Turn[]> {
  const ordered = [...asks.values()].filter(({ purpose }) => purpose === "turn");
  const bySession = Map.groupBy(ordered, ({ gateway, session }) => `${gateway} ${session}`);
  const sorted = [...bySession].map(([session, asks]): [string, Turn[]] => {
    const turns = asks.flatMap(({ turns }) => turns);
    return [session, turns.sort((a, b) => a.began.index - b.began.index)];
  });
  return new Map(sorted);
}

function runsBeside(turn: Turn, later: Turn, history: History): boolean {
  const end = over(turn, history);
  if (later.began.index > end.index) return false;
  return turn.how !== "cut" || end.at - later.began.at > NOTICED_MS;
}

/**
 * Whether a turn that began later had to begin first. One that runs again had its place before; but a new process
 * begins with what was left first, and nothing passes what has not come to its end.
 */
function isOvertaken(later: Turn, turn: Turn, history: History): boolean {
  if (later.ask === turn.ask || !comesBefore(later.ask, turn.ask)) return false;
  const before = later.ask.turns.findLast(({ began }) => began.index < turn.began.index);
  if (!before) return true;
  const isOpen = before.how !== "answered" && before.how !== "refused";
  return isOpen || endsBetween(later.ask, turn.began, later.began, history).length === 0;
}

function fault(kind: Fault["kind"], one: Turn, other: Turn, what: string): Fault {
  const said = ({ ask, began, how, attempt }: Turn) =>
    `${ask.name} (attempt ${attempt} at ${Math.round(began.at)} ms, ${how ?? "running"})`;
  const asks = [one, other].map(({ ask }) => ask.name);
  return { kind, asks, text: `session ${one.ask.session}: ${said(one)} and ${said(other)} ${what}` };
}
