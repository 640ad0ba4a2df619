import type { Ask, History, Moment, Said } from "./history.ts";
import { acceptable, comesBefore, endsBetween, over } from "./when.ts";

/** A turn that a user has stopped ends in silence: it is the answer to `/stop` that tells. */
const STOPPED = "Stopped.";
/** From that answer to the moment in which the agent notices, in ms. */
const NOTICED_MS = 1000;

/**
 * Of asks that came to nothing, those that had their turn when their session was told to stop. A `/stop` ends one
 * turn, beside asides: what it ended for certain goes before what it may have ended.
 */
export function stoppedOf(asks: readonly Ask[], history: History): Set<Ask> {
  const stops = [...history.asks.values()].filter(({ purpose }) => purpose === "stop");
  const used = new Set<Ask>();
  const stopped = new Set<Ask>();
  for (const ask of asks.toSorted((one, other) => doubt(one) - doubt(other))) {
    const isAside = ask.purpose === "aside";
    const stop = stops.find((stop) => (isAside || !used.has(stop)) && canHaveEnded(stop, ask, history));
    if (!stop) continue;
    stopped.add(ask);
    if (!isAside) used.add(stop);
  }
  return stopped;
}

function doubt({ turns }: Ask): number {
  const turn = turns.at(-1);
  if (!turn) return 2;
  return turn.how === "cut" ? 0 : 1;
}

function canHaveEnded(stop: Ask, ask: Ask, history: History): boolean {
  const from = acceptable(stop);
  if (!from || stop.session !== ask.session || stop.gateway !== ask.gateway) return false;
  return stop.said.some((said) => isWordOfIt(stop, from, said, history) && hadTurn(ask, from, said, history));
}

/** What the user reads after a crash in between tells how things are by then. */
function isWordOfIt(stop: Ask, from: Moment, said: Said, history: History): boolean {
  return said.text === STOPPED || endsBetween(stop, from, said, history).length > 0;
}

/** Whether the ask's turn, or what was left of it, ran between the two moments. */
function hadTurn(ask: Ask, from: Moment, to: Moment, history: History): boolean {
  const turn = ask.turns.at(-1);
  if (!turn) return mayHaveBegun(ask, from, to, history);
  if (turn.began.index > to.index) return false;
  const end = over(turn, history);
  if (turn.how === "cut" && (end.index < from.index || end.at > to.at + NOTICED_MS)) {
    // A process that ended has cut it, and the next one may have stopped it again before the agent was asked.
    return endsBetween(ask, turn.began, to, history).length > 0 && mayHaveBegun(ask, from, to, history);
  }
  if (ask.purpose === "aside") return true;
  const { index } = turn.began;
  return !others(ask, history).some(({ began }) => began.index > index && began.index < from.index);
}

/** The agent had not yet been asked: then it was in nobody else's turn, and nobody behind it had had one. */
function mayHaveBegun(ask: Ask, from: Moment, to: Moment, history: History): boolean {
  const since = acceptable(ask);
  if (!since || since.index > to.index) return false;
  return !others(ask, history).some((turn) => {
    if (turn.began.index > from.index) return false;
    return over(turn, history).index > to.index || comesBefore(ask, turn.ask);
  });
}

function others(ask: Ask, { asks }: History) {
  const { gateway, session } = ask;
  return [...asks.values()]
    .filter(
      (one) => one !== ask && one.purpose === "turn" && one.session === session && one.gateway === gateway,
    )
    .flatMap(({ turns }) => turns);
}
