import { TurnStopped } from "../errors.ts";
import type { Ledger } from "./account/ledger.ts";
import { publishHungTurn, publishTurnEnd, publishTurnStart } from "./account/telemetry.ts";
import { takeQuestion } from "./door.ts";
import type { ResolvedOptions } from "./options.ts";
import { Questions } from "./session/questions.ts";
import type { Caller, Ending } from "./turn/caller.ts";
import type { Nesting } from "./turn/nesting.ts";
import { type Ask, type RunningTurn, TurnView } from "./turn/turn.ts";

export type Result = { readonly value: unknown } | { readonly error: unknown };

/** What the engine does at the two ends of a turn. */
export interface TurnEnds {
  /** The handler is done, with this. */
  settle(turn: RunningTurn, result: Result): void;
  /** So are the turns inside it: whatever it holds can go on. */
  release(turn: RunningTurn): void;
}

/** Runs handlers as turns: start, time limit, end. */
export class TurnRunner {
  /** Every turn whose handler runs right now. */
  readonly turns = new Set<RunningTurn>();
  readonly questions = new Questions();
  hung = 0;
  readonly #options: ResolvedOptions;
  readonly #nesting: Nesting;
  readonly #ledger: Ledger;
  readonly #ends: TurnEnds;

  constructor(options: ResolvedOptions, nesting: Nesting, ledger: Ledger, ends: TurnEnds) {
    this.#options = options;
    this.#nesting = nesting;
    this.#ledger = ledger;
    this.#ends = ends;
  }

  /** Runs a caller's handler. What it holds stays held until the turns inside it have ended too. */
  async run(turn: RunningTurn): Promise<void> {
    this.#start(turn);
    let stopClock: (() => void) | undefined;
    let result: Result;
    try {
      stopClock = this.#limit(turn);
      result = { value: await this.#nesting.run(turn, this.#callHandler, turn.caller.context) };
    } catch (error) {
      result = { error };
    }
    stopClock?.();
    turn.live = false;
    this.turns.delete(turn);
    this.questions.endOf(turn);
    publishTurnEnd(turn, this.#options.now);
    this.#ends.settle(turn, result);
    if (turn.children?.size) await turn.childless();
    for (const outer of turn.within) outer.disown(turn);
    this.#ends.release(turn);
  }

  /** How the result of `caller.work` ends this caller. */
  ending(caller: Caller, result: Result): Ending {
    if ("error" in result) return result;
    const { value } = result;
    if (!caller.turn) return { outcome: { status: "joined", value } };
    const { startedAt } = caller.turn;
    const waitedMs = startedAt - caller.arrivedAt;
    return { outcome: { status: "completed", value, waitedMs, ranMs: this.#options.now() - startedAt } };
  }

  readonly #callHandler = (turn: RunningTurn): unknown => turn.caller.handler(new TurnView(turn, this.#ask));

  readonly #ask: Ask = (turn, options) => {
    const asking = async () => this.questions.ask(turn, takeQuestion(options));
    const answer = asking();
    // Whoever has asked need not be there any more when the question is closed.
    answer.catch(() => {});
    return answer;
  };

  #start(turn: RunningTurn): void {
    turn.caller.turn = turn;
    turn.work.turn ??= turn;
    for (const outer of turn.within) outer.adopt(turn);
    this.turns.add(turn);
    this.#ledger.start();
    publishTurnStart(turn);
  }

  /** Past its limit a turn is told to stop. Whether it does is up to the handler, so it keeps its session. */
  #limit(turn: RunningTurn): (() => void) | undefined {
    const { turnTimeoutMs, timers, now } = this.#options;
    if (turnTimeoutMs === 0) return undefined;
    const timer = timers.setTimeout(() => {
      turn.hung = true;
      this.hung++;
      publishHungTurn(turn, now);
      turn.abort(
        new TurnStopped("ERR_TURN_TIMEOUT", `The turn has run for ${turnTimeoutMs} ms (turnTimeoutMs).`),
      );
    }, turnTimeoutMs);
    return () => timers.clearTimeout(timer);
  }
}
