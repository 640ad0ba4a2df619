import { type Begin, isBegin } from "../begin.ts";
import type { Fact, Via } from "../facts.ts";
import { codeOf } from "../view/counters.ts";
import { type Outcome, outcomeIn } from "../view/message.ts";
import { isOfEarlierHold } from "../view/state.ts";

/** A message that is not over for this gateway. Times are in ms since the epoch. */
export interface OpenTurn {
  readonly row: number;
  readonly turnId: string;
  readonly account: string;
  readonly transport: Via;
  readonly sessionKey: string;
  /** Feishu's id of the message, where it is one. */
  readonly messageId: string | undefined;
  readonly receivedAt: number;
  /** When its first attempt began; undefined while it waits. */
  startedAt: number | undefined;
  /** How many attempts have begun. */
  begun: number;
  isHung: boolean;
  /** By which hold of its session it is run here; where gateways share an inbox. */
  epoch: number | undefined;
}

/** How a message is over for this gateway, and the code of what went wrong. */
export interface Over {
  readonly turn: OpenTurn;
  readonly outcome: Outcome;
  readonly error?: string;
}

/** The messages that are not over. */
export class OpenTurns implements Iterable<OpenTurn> {
  readonly #byRow = new Map<number, OpenTurn>();
  readonly #bySession = new Map<string, Set<OpenTurn>>();

  [Symbol.iterator](): Iterator<OpenTurn> {
    return this.#byRow.values();
  }

  /** What a fact begins or changes. @returns the message that it is about, as far as that is open */
  tell(fact: Fact): OpenTurn | undefined {
    if (isBegin(fact)) return this.#add(fact);
    const turn = "row" in fact && fact.row !== undefined ? this.#byRow.get(fact.row) : undefined;
    if (turn && fact.type === "started") {
      turn.startedAt ??= fact.at;
      turn.begun += 1;
      turn.epoch = fact.epoch;
    } else if (turn && fact.type === "hung") turn.isHung = true;
    return turn;
  }

  /** What a fact ends. Whoever has a session that was lost goes on with all that was open in it. */
  end(fact: Fact): Over[] {
    if (fact.type === "lost") return this.#lose(fact.sessionKey);
    const outcome = outcomeIn(fact);
    const turn = outcome && "row" in fact && fact.row !== undefined ? this.#byRow.get(fact.row) : undefined;
    if (!outcome || !turn || isOfEarlierHold(fact, turn)) return [];
    this.#remove(turn);
    return [{ turn, outcome, ...(fact.type === "dead" && { error: codeOf(fact.error) }) }];
  }

  #add(fact: Begin): OpenTurn {
    const { row, turnId, account, transport, sessionKey, messageId } = fact;
    const [receivedAt, epoch] =
      fact.type === "received" ? [fact.at, undefined] : [fact.receivedAt, fact.epoch];
    const turn: OpenTurn = {
      ...{ row, turnId, account, transport, sessionKey, messageId, receivedAt, epoch },
      ...{ startedAt: undefined, begun: 0, isHung: false },
    };
    this.#byRow.set(row, turn);
    const ofSession = this.#bySession.get(sessionKey) ?? new Set();
    this.#bySession.set(sessionKey, ofSession.add(turn));
    return turn;
  }

  #remove(turn: OpenTurn): void {
    this.#byRow.delete(turn.row);
    const ofSession = this.#bySession.get(turn.sessionKey);
    ofSession?.delete(turn);
    if (ofSession?.size === 0) this.#bySession.delete(turn.sessionKey);
  }

  #lose(sessionKey: string): Over[] {
    const turns = [...(this.#bySession.get(sessionKey) ?? [])];
    for (const turn of turns) this.#remove(turn);
    return turns.map((turn) => ({ turn, outcome: "left" }));
  }
}
