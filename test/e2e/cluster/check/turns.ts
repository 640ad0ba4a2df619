import type { Fault } from "./fault.ts";
import { type Ask, beganValid, nameOf, type Session, type Turn } from "./history.ts";

/**
 * Turns of one session at the same time by the same, newest epoch. One of an older epoch may still be going on inside
 * the agent: it does not count any more from the moment at which one of a newer epoch begins.
 */
export function overlaps(session: Session): Fault[] {
  const valid = session.turns.filter((turn) => beganValid(turn, session));
  return valid.flatMap((turn, index) => {
    const other = valid
      .slice(0, index)
      .find((before) => before.epoch === turn.epoch && !endedBy(before, turn.at));
    if (!other) return [];
    return [{ kind: "overlap", text: `${nameOf(turn)} began while ${nameOf(other)} ran` }];
  });
}

/**
 * No turn begins before those ahead of it are over: answered in the same hold of the session, or already said when it
 * began.
 */
export function disorders(session: Session): Fault[] {
  return session.turns.flatMap((turn): Fault[] => {
    if (!beganValid(turn, session)) return [];
    const tooEarly = session.asks.find((ask) => ask.number < turn.ask.number && !isOver(ask, turn));
    return tooEarly
      ? [{ kind: "order", text: `${nameOf(turn)} began before ${tooEarly.number} was over` }]
      : [];
  });
}

/** What the inbox knew as done must not run again. */
export function repetitions(session: Session): Fault[] {
  const faults: Fault[] = [];
  const before: Turn[] = [];
  let done = 0;
  for (const turn of session.turns.filter((turn) => beganValid(turn, session))) {
    if (turn.ask.number < done)
      faults.push({ kind: "again", text: `${nameOf(turn)} ran again: the inbox had it as done` });
    done = Math.max(done, doneAt(turn, before));
    before.push(turn);
  }
  return faults;
}

/**
 * How many messages the inbox had as done for certain when a turn began.
 *
 * All ahead of the first turn of a hold. And in a hold, all that were said before an earlier turn began which has ended
 * by now: the process has written them down before it started the one that begins now. (What was answered may run again
 * until then: the session's process may end, or lose it, in between.)
 */
function doneAt(turn: Turn, before: readonly Turn[]): number {
  const hold = before.filter(({ epoch }) => epoch === turn.epoch);
  if (hold.length === 0) return turn.ask.number;
  const ended = hold.filter((other) => other.ask !== turn.ask && isAnsweredBy(other, turn.at));
  const said = hold.filter(({ ask }) =>
    ended.some((other) => other.ask.number > ask.number && ask.said.some(({ at }) => at < other.at)),
  );
  return Math.max(0, ...said.map(({ ask }) => ask.number + 1));
}

/**
 * Every start is counted where the epoch is checked: along the attempts at a message, and along the first attempts at
 * one message after the other, epochs do not go back, whenever the turn may have reached its agent. And no attempt is
 * given twice.
 */
export function staleStarts({ asks }: Session): Fault[] {
  const attempts = asks.map(({ turns }) => turns.toSorted((a, b) => a.attempt - b.attempt));
  const firsts = attempts.flatMap(([first]) => first ?? []);
  return [...attempts, firsts].flatMap((starts) =>
    starts.slice(1).flatMap((turn, index) => staleStart(turn, starts[index])),
  );
}

function staleStart(turn: Turn, before: Turn | undefined): Fault[] {
  const fault = (why: string): Fault[] => [
    { kind: "epoch", text: `${nameOf(turn)} ${why} ${before && nameOf(before)}` },
  ];
  if (before?.ask === turn.ask && before.attempt === turn.attempt) return fault("has the same attempt as");
  return before && before.epoch > turn.epoch ? fault("was started by an older epoch than") : [];
}

function isOver(ask: Ask, turn: Turn): boolean {
  const wasSaid = ask.said.some(({ at }) => at <= turn.at);
  return wasSaid || ask.turns.some((its) => its.epoch === turn.epoch && isAnsweredBy(its, turn.at));
}

function isAnsweredBy({ ended }: Turn, at: number): boolean {
  return ended?.how === "answered" && ended.at <= at;
}

function endedBy({ ended }: Turn, at: number): boolean {
  return ended !== undefined && ended.at <= at;
}
