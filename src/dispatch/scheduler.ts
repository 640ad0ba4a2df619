import { inTime } from "../delays.ts";
import { TurnStopped } from "../errors.ts";
import type { Ledger } from "./account/ledger.ts";
import { type CommandKind, commandReader } from "./command-policy.ts";
import type { CancelReason } from "./contract.ts";
import type { Works } from "./identity/works.ts";
import type { ResolvedOptions } from "./options.ts";
import { type Result, TurnRunner } from "./runner.ts";
import type { Question } from "./session/questions.ts";
import { SessionQueues } from "./session/session-queues.ts";
import type { Caller } from "./turn/caller.ts";
import type { Nesting } from "./turn/nesting.ts";
import { RunningTurn } from "./turn/turn.ts";
import type { Work } from "./turn/work.ts";

// A policy changes when a word gets its turn, and never what it means.
const commandIn = commandReader();
const outermost: readonly RunningTurn[] = [];

/** Gives works their turns, in their session or at once, settles them, and stops them when that is asked for. */
export class Scheduler {
  readonly sessions: SessionQueues;
  readonly runner: TurnRunner;
  readonly #options: ResolvedOptions;
  readonly #works: Works;
  readonly #ledger: Ledger;

  constructor(options: ResolvedOptions, works: Works, ledger: Ledger, nesting: Nesting) {
    this.#options = options;
    this.#works = works;
    this.#ledger = ledger;
    this.sessions = new SessionQueues(options, (work) => this.lead(work, work.sessionKey));
    this.runner = new TurnRunner(options, nesting, ledger, {
      settle: (turn, result) => this.#settle(turn, result),
      release: (turn) => this.sessions.release(turn),
    });
  }

  /**
   * Starts the work with the handler of its leader: the caller that came first, unless another is named.
   *
   * @param session what the turn holds, by itself or by the one around it
   * @param holder the turn around it that it is a part of
   */
  lead(work: Work, session?: string, holder?: RunningTurn, leader = work.callers[0]): Promise<void> {
    if (!leader) return Promise.resolve();
    if (work.kind === "bypass") this.#hearStop(work);
    return this.run(work, leader, session, holder ? [holder] : outermost);
  }

  /** Runs a caller's handler as a turn of the work. */
  run(
    work: Work,
    caller: Caller,
    session: string | undefined,
    within: readonly RunningTurn[],
  ): Promise<void> {
    return this.runner.run(new RunningTurn(work, caller, { session, within }, this.#options.now()));
  }

  /** The caller answers a question: it is a part of the work whose turn has asked, and ends with it. */
  answer(caller: Caller, question: Question): void {
    const { work } = question.turn;
    this.#works.claim(work, caller.dispatch.ids);
    work.add(caller);
    this.runner.questions.answer(question, caller.dispatch);
  }

  /** Waiting work turns out to be a command. */
  reconsider(work: Work, kind: CommandKind): void {
    const wasCommand = work.kind !== "ordinary";
    if (!wasCommand) work.kind = kind;
    if (kind === "bypass") {
      this.sessions.withdraw(work);
      void this.lead(work);
    } else if (kind === "interrupt" && !wasCommand) {
      this.sessions.withdraw(work);
      this.interrupt(work.sessionKey);
      this.sessions.add(work);
    }
  }

  /**
   * Aborts the turn that holds the session, closes what was asked there, and drops what waits for it.
   *
   * @returns how many turns that were
   */
  interrupt(sessionKey: string): number {
    const holder = this.sessions.holder(sessionKey);
    const message = `The turn of session "${sessionKey}" was cancelled.`;
    const reason = new TurnStopped("ERR_TURN_INTERRUPTED", message);
    holder?.abort(reason);
    this.runner.questions.closeSession(sessionKey, reason);
    return this.#dropWaiting(sessionKey, "interrupted") + (holder ? 1 : 0);
  }

  /** Drops what waits; what still runs after `timeoutMs` is told to stop and no longer waited for. */
  async close(timeoutMs: number): Promise<void> {
    this.runner.questions.close();
    for (const { key } of [...this.sessions]) this.#dropWaiting(key, "closed");
    if (await this.#endsWithin(timeoutMs)) return;
    for (const turn of [...this.runner.turns]) {
      turn.abort(new TurnStopped("ERR_CLOSED", "The dispatcher was closed while the turn ran."));
      for (const caller of [turn.caller, ...turn.work.callers]) this.#ledger.cancel(caller, "closed");
    }
  }

  /** Whoever says stop answers no question any more, whatever the handler makes of the word. */
  #hearStop({ callers, sessionKey }: Work): void {
    if (!callers.some(({ dispatch: { text } }) => commandIn(text)?.meaning === "stop")) return;
    const reason = new TurnStopped("ERR_TURN_STOPPED", `Somebody said stop in session "${sessionKey}".`);
    this.runner.questions.closeSession(sessionKey, reason);
  }

  #settle(turn: RunningTurn, result: Result): void {
    const { work, caller } = turn;
    if (turn !== work.turn) return this.#ledger.end(caller, this.runner.ending(caller, result));
    this.#works.settle(work, "value" in result);
    for (const asked of work.callers) this.#ledger.end(asked, this.runner.ending(asked, result));
  }

  #dropWaiting(sessionKey: string, reason: CancelReason): number {
    const works = this.sessions.clear(sessionKey);
    for (const work of works) {
      this.#works.release(work);
      for (const caller of work.callers) this.#ledger.cancel(caller, reason);
    }
    return works.length;
  }

  async #endsWithin(timeoutMs: number): Promise<boolean> {
    if (timeoutMs === 0) return this.#ledger.isIdle;
    const idle = this.#ledger.onIdle().then(() => true);
    return inTime(idle, false, timeoutMs, this.#options.timers);
  }
}
