import { DeadlockError } from "../errors.ts";
import { Ledger } from "./account/ledger.ts";
import { type CommandKind, commandPolicy } from "./commands.ts";
import { SettledIdentities } from "./identity/settled.ts";
import { SingleFlight } from "./identity/works.ts";
import { dropDuplicate, join, unite } from "./joining.ts";
import { cancel, interrupt, listen } from "./leaving.ts";
import type { ResolvedOptions } from "./options.ts";
import { type Result, TurnRunner } from "./runner.ts";
import { SessionQueues } from "./session/session-queues.ts";
import { closesCircle, enclosing, Nesting } from "./turn/nesting.ts";
import { RunningTurn } from "./turn/turn.ts";
import { type Caller, Work } from "./turn/work.ts";

const nothing: readonly RunningTurn[] = [];

/**
 * Decides what becomes of each dispatch. The questions, in their order: is it part of a turn that runs (then
 * it runs there), has its work finished (duplicate), is its work queued or running (join), may it wait here
 * (expired, overflow)? What is left is new work, and gets a turn.
 */
export class Engine {
  closed = false;
  readonly options: ResolvedOptions;
  readonly ledger = new Ledger();
  readonly nesting = new Nesting();
  readonly flight = new SingleFlight();
  readonly settled: SettledIdentities;
  readonly runner: TurnRunner;
  readonly sessions: SessionQueues;
  readonly #commands: (text: string | undefined) => CommandKind;

  constructor(options: ResolvedOptions) {
    this.options = options;
    this.#commands = commandPolicy(options.commands);
    this.settled = new SettledIdentities({
      max: options.maxSettled,
      ttlMs: options.settledTtlMs,
      now: options.now,
    });
    this.runner = new TurnRunner(options, this.nesting, this.ledger, {
      settle: (turn, result) => this.#settle(turn, result),
      release: (turn) => this.sessions.release(turn),
    });
    this.sessions = new SessionQueues(options, (work) => this.#lead(work, work.sessionKey));
  }

  admit(caller: Caller): void {
    const { ids, sessionKey, signal } = caller.dispatch;
    if (signal?.aborted) return cancel(this, caller, "aborted");
    const same = enclosing(caller.inside, (turn) => this.flight.knows(turn.work, ids));
    const within = enclosing(caller.inside, (turn) => turn.session === sessionKey);
    if (same) return this.#runAgain(caller, same, within);
    if (this.closed && !within) return cancel(this, caller, "closed");
    const known = this.flight.find(ids);
    if (this.settled.hasAny(ids)) return dropDuplicate(this, caller, known);
    if (known.length > 0) return join(this, caller, known, within);
    if (this.#isTooOld(caller)) return this.ledger.end(caller, { outcome: { status: "expired" } });
    this.#begin(caller, within);
  }

  /** Would the caller, by joining the work or by queueing, wait for itself? Then nobody waits: it is told. */
  refuseCircle(caller: Caller, work?: Work): boolean {
    if (!caller.inside) return false;
    const holderOf = (key: string) => this.sessions.holder(key);
    const ahead = work?.turn ?? holderOf((work ?? caller.dispatch).sessionKey);
    if (!closesCircle(caller.inside, ahead, holderOf)) return false;
    const message =
      `A turn of session "${caller.inside.work.sessionKey}" dispatched to session "${caller.dispatch.sessionKey}", ` +
      "which waits for that turn. Await such a dispatch after the turn, not in it.";
    this.ledger.end(caller, { error: new DeadlockError("ERR_DISPATCH_DEADLOCK", message) });
    return true;
  }

  kindOf({ dispatch }: Caller): CommandKind {
    return this.#commands(dispatch.text);
  }

  /** Waiting work turns out to be a command: the dispatch that came first may not have known the text. */
  reconsider(work: Work, kind: CommandKind): void {
    const wasCommand = work.kind !== "ordinary";
    if (!wasCommand) work.kind = kind;
    if (kind === "bypass") {
      this.sessions.withdraw(work);
      void this.#lead(work);
    } else if (kind === "interrupt" && !wasCommand) {
      this.sessions.withdraw(work);
      interrupt(this, work.sessionKey);
      this.sessions.add(work);
    }
  }

  /** Waiting work is dispatched from inside a turn that holds the dispatch's session: it runs at once, in that turn. */
  bringIn(work: Work, caller: Caller, within: RunningTurn): void {
    this.sessions.withdraw(work);
    work.add(caller);
    listen(this, caller);
    void this.#lead(work, within.session, within, caller);
  }

  /** New work: at once inside a turn of its session or as a bypass command, else in the session's queue. */
  #begin(caller: Caller, within: RunningTurn | undefined): void {
    const { sessionKey, ids } = caller.dispatch;
    const kind = this.kindOf(caller);
    const queued = !within && kind !== "bypass";
    if (queued && this.refuseCircle(caller)) return;
    if (queued && kind === "interrupt") interrupt(this, sessionKey);
    else if (queued && this.sessions.isFull(sessionKey)) {
      return this.ledger.end(caller, { outcome: { status: "overflow" } });
    }
    const work = new Work(caller, kind);
    this.flight.claim(work, ids);
    listen(this, caller);
    if (queued) this.sessions.add(work);
    else void this.#lead(work, within && sessionKey, within);
  }

  /**
   * The same work from inside its own turn, as gateways with nested lanes do: part of that turn. When another turn
   * around it holds the session it names, it is part of that one too, so that the session stays held.
   */
  #runAgain(caller: Caller, same: RunningTurn, holder: RunningTurn | undefined): void {
    const { work } = same;
    const { ids, sessionKey } = caller.dispatch;
    unite(this, work, ids, this.flight.find(ids));
    listen(this, caller);
    const within = holder && holder !== same ? [same, holder] : [same];
    const session = holder && sessionKey;
    void this.runner.run(new RunningTurn(work, caller, { session, within }, this.options.now()));
  }

  #lead(work: Work, session?: string, holder?: RunningTurn, leader = work.callers[0]): Promise<void> {
    if (!leader) return Promise.resolve();
    const within = holder ? [holder] : nothing;
    return this.runner.run(new RunningTurn(work, leader, { session, within }, this.options.now()));
  }

  /** Only success is remembered. After a failure the identities are free, so that a redelivery can retry. */
  #settle(turn: RunningTurn, result: Result): void {
    const { work, caller } = turn;
    if (turn !== work.turn) return this.ledger.end(caller, this.runner.ending(caller, result));
    this.flight.release(work);
    if ("value" in result) this.settled.add(work.ids);
    for (const twin of work.twins ?? []) {
      if ("value" in result) this.settled.add(twin.ids);
      else if (twin.turn?.live) this.flight.claim(twin, work.ids);
    }
    for (const asked of work.callers) this.ledger.end(asked, this.runner.ending(asked, result));
  }

  #isTooOld({ dispatch: { createdAt }, arrivedAt }: Caller): boolean {
    const { maxAgeMs } = this.options;
    return maxAgeMs > 0 && createdAt !== undefined && arrivedAt - createdAt > maxAgeMs;
  }
}
