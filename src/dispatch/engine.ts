import { Ledger } from "./account/ledger.ts";
import { commandPolicy } from "./command-policy.ts";
import { type Decision, decide, type View } from "./decide.ts";
import { RecalledIdentities } from "./identity/recalled.ts";
import { SettledIdentities } from "./identity/settled.ts";
import { foremost, Works } from "./identity/works.ts";
import type { ResolvedOptions } from "./options.ts";
import { Scheduler } from "./scheduler.ts";
import type { Caller } from "./turn/caller.ts";
import { deadlock, Nesting } from "./turn/nesting.ts";
import type { RunningTurn } from "./turn/turn.ts";
import type { Work } from "./turn/work.ts";
import { Withdrawals } from "./withdrawals.ts";

type To<Do extends Decision["do"]> = Extract<Decision, { do: Do }>;

/** Acts on what is decided of each dispatch. `decide` says what; works, scheduler and ledger know how. */
export class Engine {
  readonly ledger = new Ledger();
  readonly nesting = new Nesting();
  readonly settled: SettledIdentities;
  readonly scheduler: Scheduler;
  readonly withdrawals: Withdrawals;
  readonly #works: Works;
  readonly #view: View & { closed: boolean };
  readonly #giveUp = (caller: Caller): void => this.#leave(caller);

  constructor(options: ResolvedOptions) {
    const { maxSettled: max, settledTtlMs: ttlMs, maxAgeMs, now } = options;
    this.settled = new SettledIdentities({ max, ttlMs, now });
    this.#works = new Works(this.settled, new RecalledIdentities({ max, ttlMs, now }));
    this.scheduler = new Scheduler(options, this.#works, this.ledger, this.nesting);
    const { sessions, runner } = this.scheduler;
    this.withdrawals = new Withdrawals(this.#works, sessions, this.ledger);
    this.#view = {
      closed: false,
      maxAgeMs,
      kindOf: commandPolicy(options.commands),
      works: this.#works,
      sessions,
      questions: runner.questions,
      holderOf: (key) => sessions.holder(key),
    };
  }

  /** Nothing is counted, or can be found by others, before all that can throw has been called: the caller's signal. */
  enter(caller: Caller): void {
    caller.follow(this.#giveUp);
    caller.number = this.ledger.open();
    this.#admit(caller);
  }

  #admit(caller: Caller): void {
    const decision = decide(caller, this.#view);
    switch (decision.do) {
      case "end":
        return this.ledger.end(caller, decision.ending);
      case "duplicate":
        return this.withdrawals.finish(caller, decision);
      case "turn-away":
        return this.withdrawals.turnAway(caller, decision.known);
      case "again":
        return this.#runAgain(caller, decision);
      case "join":
        return this.#join(caller, decision);
      case "start":
        return this.#start(caller, decision);
      case "answer":
        return this.scheduler.answer(caller, decision.question);
      case "queue":
        return this.#queue(caller, decision);
      default:
        decision satisfies never;
    }
  }

  close(timeoutMs: number): Promise<void> {
    this.#view.closed = true;
    return this.scheduler.close(timeoutMs);
  }

  /** A part of the turn of its work and, when another one around it holds its session, of that one too. */
  #runAgain(caller: Caller, { same, within: holder }: To<"again">): void {
    const { ids, sessionKey } = caller.dispatch;
    this.#unite(same.work, ids, this.#works.find(ids));
    const within = holder && holder !== same ? [same, holder] : [same];
    void this.scheduler.run(same.work, caller, holder && sessionKey, within);
  }

  #join(caller: Caller, { known, within }: To<"join">): void {
    const work = foremost(known);
    this.#unite(work, caller.dispatch.ids, known);
    if (within && !work.turn) return this.#bringIn(work, caller, within);
    this.#attach(work, caller);
    // The dispatch that came first may not have known the text.
    if (!work.turn) this.scheduler.reconsider(work, this.#view.kindOf(caller.dispatch.text));
  }

  #start(caller: Caller, { kind, within }: To<"start">): void {
    void this.scheduler.lead(this.#works.begin(caller, kind), within && caller.dispatch.sessionKey, within);
  }

  #queue(caller: Caller, { kind }: To<"queue">): void {
    if (kind === "interrupt") this.scheduler.interrupt(caller.dispatch.sessionKey);
    this.scheduler.sessions.add(this.#works.begin(caller, kind));
  }

  #unite(work: Work, ids: readonly string[], known: readonly Work[]): void {
    for (const other of this.#works.unite(work, ids, known)) {
      this.scheduler.sessions.withdraw(other);
      for (const caller of other.callers) this.#attach(work, caller);
    }
  }

  /** The caller waits for the work, unless its turn would then wait for itself. */
  #attach(work: Work, caller: Caller): void {
    const error = deadlock(caller, this.#view.holderOf, work);
    if (error) return this.ledger.end(caller, { error });
    work.add(caller);
  }

  /**
   * Waiting work is dispatched from inside a turn that holds the dispatch's session: it runs at once, in that turn.
   * The caller need not wait, and if it waited for that very session it would wait for itself.
   */
  #bringIn(work: Work, caller: Caller, within: RunningTurn): void {
    this.scheduler.sessions.withdraw(work);
    work.add(caller);
    void this.scheduler.lead(work, within.session, within, caller);
  }

  /** A caller that stops waiting takes only itself away: the work goes on for those who joined it. */
  #leave(caller: Caller): void {
    const { work } = caller;
    this.ledger.cancel(caller, "aborted");
    work?.remove(caller);
    if (!work || work.turn) return;
    if (work.callers[0]?.dispatch.sessionKey === work.sessionKey) return;
    // Nobody is left, or the next to lead belongs to another session and must wait there.
    this.scheduler.sessions.withdraw(work);
    this.#works.release(work);
    for (const other of work.callers) this.#admit(other);
  }
}
