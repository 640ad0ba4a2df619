import type { Entry, Journal, Purpose, Terms, TurnEnd } from "./journal.ts";

/** A place in the journal. */
export interface Moment {
  readonly index: number;
  readonly at: number;
}

/** One attempt of Feishu's to deliver. */
export interface Push {
  readonly link: string | undefined;
  readonly sent: Moment;
  ended?: Moment;
  outcome?: "acked" | "refused" | "timeout" | "unreachable";
  isTurnedAway: boolean;
}

/** One turn of the agent. */
export interface Turn {
  readonly ask: Ask;
  readonly attempt: number;
  readonly sessionKey: string;
  readonly began: Moment;
  ended: Moment;
  /** Undefined while it runs. */
  how: TurnEnd | undefined;
  lines: readonly string[];
}

/** Something that the bot said about an ask. */
export interface Said extends Moment {
  readonly text: string;
  readonly place: string;
}

/** Something that somebody did, and everything that came of it. */
export interface Ask {
  readonly name: string;
  readonly purpose: Purpose;
  readonly session: string;
  readonly gateway: string;
  readonly places: readonly string[];
  readonly isRefused: boolean;
  readonly pushes: Push[];
  readonly turns: Turn[];
  readonly said: Said[];
  /** When the gateway was told that something was sent. */
  readonly confirmed: Moment[];
}

/** The end of a gateway's process. */
export interface End extends Moment {
  readonly gateway: string;
  readonly signal: string | undefined;
  readonly code: number | null;
  readonly tookMs: number;
}

/** The journal, by what belongs together. */
export interface History {
  readonly terms: Terms;
  readonly asks: ReadonlyMap<string, Ask>;
  readonly ends: readonly End[];
  /** What cannot be told to belong to anything, in words. */
  readonly strays: readonly string[];
}

const NEVER: Moment = { index: Number.POSITIVE_INFINITY, at: Number.POSITIVE_INFINITY };
/** Every line of the agent's begins so. */
const NAMED = /^re (\S+):/;

/** @throws Error when the journal does not begin with the terms */
export function readHistory(journal: Journal): History {
  const [terms] = journal;
  if (terms?.what !== "terms") throw new Error("expected a journal that begins with its terms");
  const reader = new Reader();
  for (const [index, entry] of journal.entries()) reader.read(entry, { index, at: entry.at });
  return { terms, ...reader };
}

class Reader {
  readonly asks = new Map<string, Ask>();
  readonly ends: End[] = [];
  readonly strays: string[] = [];
  readonly #pushes = new Map<number, Push>();
  readonly #turns = new Map<number, Turn>();
  readonly #places = new Map<string, Ask[]>();

  read(entry: Entry, moment: Moment): void {
    if (entry.what === "asked") return this.#ask(entry);
    if (entry.what === "said") return this.#say(entry, moment);
    if (entry.what === "confirmed") return this.#confirm(entry.place, moment);
    if (entry.what === "gateway-ended") {
      this.ends.push({ ...moment, ...entry, signal: entry.signal });
    } else if (entry.what === "push-ended") {
      const { outcome, isTurnedAway } = entry;
      const push = this.#pushes.get(entry.push);
      if (push) Object.assign(push, { ended: moment, outcome, isTurnedAway });
    } else if (entry.what === "turn-ended") {
      const { how, lines } = entry;
      const turn = this.#turns.get(entry.turn);
      if (turn) Object.assign(turn, { ended: moment, how, lines });
    } else if (entry.what === "pushed" || entry.what === "turn-began") this.#add(entry, moment);
  }

  #ask(entry: Entry & { what: "asked" }): void {
    const ask: Ask = { ...entry, name: entry.ask, pushes: [], turns: [], said: [], confirmed: [] };
    this.asks.set(ask.name, ask);
    for (const place of ask.places) this.#places.set(place, [...(this.#places.get(place) ?? []), ask]);
  }

  #add(entry: Entry & { what: "pushed" | "turn-began" }, moment: Moment): void {
    const ask = this.asks.get(entry.ask);
    if (!ask) return void this.strays.push(`a turn or a push of something that nobody did: ${entry.ask}`);
    if (entry.what === "pushed") {
      const push: Push = { link: entry.link, sent: moment, isTurnedAway: false };
      ask.pushes.push(push);
      this.#pushes.set(entry.push, push);
    } else {
      const { attempt, sessionKey } = entry;
      const turn: Turn = { ask, attempt, sessionKey, began: moment, ended: NEVER, how: undefined, lines: [] };
      ask.turns.push(turn);
      this.#turns.set(entry.turn, turn);
    }
  }

  #confirm(place: string, moment: Moment): void {
    const [ask, other] = this.#places.get(place) ?? [];
    if (ask && !other) ask.confirmed.push(moment);
  }

  /** The agent's lines name what they answer; words of the gateway's stand under it, or belong to nobody. */
  #say({ place, text }: Entry & { what: "said" }, moment: Moment): void {
    const name = NAMED.exec(text)?.[1];
    const there = this.#places.get(place) ?? [];
    const ask = name === undefined ? there[0] : there.find((ask) => ask.name === name);
    if (ask && (name !== undefined || there.length === 1)) ask.said.push({ ...moment, text, place });
    else this.strays.push(`${JSON.stringify(text)} was said at ${place}, where it answers nothing`);
  }
}
