import type { Ask, History, Moment } from "./history.ts";
import { acceptable, acknowledged, endsBetween, over } from "./when.ts";

/** A turn that a user has stopped ends in silence: it is the answer to `/stop` that tells. */
const STOPPED = "Stopped.";
/** From that answer to the moment in which the agent notices, in ms. */
const NOTICED_MS = 1000;

/** Which `/stop` ended which turn. Each ends one at most. */
export class Stops {
  readonly #history: History;
  readonly #stops: Ask[];
  readonly #used = new Map<Ask, Ask>();

  constructor(history: History) {
    this.#history = history;
    this.#stops = [...history.asks.values()].filter(({ purpose }) => purpose === "stop");
  }

  /** Whether the ask had its turn when its session was told to stop, so that nothing more need be said. */
  excuse(ask: Ask): boolean {
    const stop = this.#stops.find(
      (stop) => stop.session === ask.session && stop.gateway === ask.gateway && this.#canHaveEnded(stop, ask),
    );
    if (!stop) return false;
    if (ask.purpose === "turn") this.#used.set(stop, ask);
    return true;
  }

  #canHaveEnded(stop: Ask, ask: Ask): boolean {
    if (ask.purpose === "turn" && this.#used.has(stop)) return false;
    const from = acceptable(stop);
    if (!from) return false;
    return stop.said.some((said) => this.#isWordOfIt(stop, from, said) && this.#ran(ask, from, said));
  }

  /** What the user reads after a crash in between tells how things are by then. */
  #isWordOfIt(stop: Ask, from: Moment, said: Moment & { readonly text: string }): boolean {
    return said.text === STOPPED || endsBetween(stop, from, said, this.#history).length > 0;
  }

  /** Whether the ask's turn, or what was left of it, ran between the two moments. */
  #ran(ask: Ask, from: Moment, to: Moment): boolean {
    const turn = ask.turns.at(-1);
    if (!turn) return this.#mayHaveBegun(ask, from, to);
    if (turn.began.index > to.index) return false;
    const end = over(turn, this.#history);
    if (turn.how === "cut" && (end.index < from.index || end.at > to.at + NOTICED_MS)) return false;
    return (
      ask.purpose === "aside" ||
      !this.#others(ask).some(({ began }) => began.index > turn.began.index && began.index < from.index)
    );
  }

  /** The agent had not yet been asked: then it was in nobody else's turn. */
  #mayHaveBegun(ask: Ask, from: Moment, to: Moment): boolean {
    const known = acknowledged(ask);
    if (!known || known.index > to.index) return false;
    return !this.#others(ask).some(
      (turn) => turn.began.index < from.index && over(turn, this.#history).index > to.index,
    );
  }

  #others(ask: Ask) {
    const others = [...this.#history.asks.values()].filter(
      (one) => one !== ask && one.purpose === "turn" && one.session === ask.session,
    );
    return others.flatMap(({ turns }) => turns);
  }
}
