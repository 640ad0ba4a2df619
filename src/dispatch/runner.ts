import { TurnStopped } from "../errors.ts";
import type { Ledger } from "./ledger.ts";
import type { Nesting } from "./nesting.ts";
import type { ResolvedOptions } from "./options.ts";
import { publishHungTurn, publishTurnEnd, publishTurnStart } from "./telemetry.ts";
import { RunningTurn } from "./turn.ts";
import type { Caller, Ending, Work } from "./work.ts";

export type Result = { readonly value: unknown } | { readonly error: unknown };

/** Where a turn runs. */
export interface Place {
  /** The session it holds, or that the turn around it holds; a bypass command has none. */
  readonly session?: string | undefined;
  /** The turn it runs inside. */
  readonly within?: RunningTurn | undefined;
  /** Lets the session go on. */
  readonly release?: () => void;
}

/** Runs handlers as turns: start, time limit, end. */
export class TurnRunner {
  /** Every turn whose handler runs right now. */
  readonly turns = new Set<RunningTurn>();
  hung = 0;
  readonly #options: ResolvedOptions;
  readonly #nesting: Nesting;
  readonly #ledger: Ledger;

  constructor(options: ResolvedOptions, nesting: Nesting, ledger: Ledger) {
    this.#options = options;
    this.#nesting = nesting;
    this.#ledger = ledger;
  }

  /**
   * Runs a caller's handler. Its session stays held until the turns inside it have ended too.
   *
   * @param settle called once with what the handler returned or threw
   */
  async run(work: Work, caller: Caller, place: Place, settle: (result: Result) => void): Promise<void> {
    const turn = this.#start(work, caller, place);
    const result = await this.#call(turn);
    turn.live = false;
    this.turns.delete(turn);
    publishTurnEnd(turn, this.#options.now);
    settle(result);
    if (turn.children?.size) await turn.childless();
    place.within?.disown(turn);
    place.release?.();
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

  #start(work: Work, caller: Caller, { session, within }: Place): RunningTurn {
    const turn = new RunningTurn(work, caller, session, this.#options.now());
    caller.turn = turn;
    work.turn ??= turn;
    within?.adopt(turn);
    this.turns.add(turn);
    this.#ledger.start();
    publishTurnStart(turn);
    return turn;
  }

  async #call(turn: RunningTurn): Promise<Result> {
    const { enter, handler } = turn.caller;
    const stopClock = this.#limit(turn);
    try {
      return { value: await enter(() => this.#nesting.run(turn, () => handler(turn.view()))) };
    } catch (error) {
      return { error };
    } finally {
      stopClock?.();
    }
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
