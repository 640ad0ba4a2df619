import { createClock } from "@sinonjs/fake-timers";
import { expect } from "vitest";
import { commandPolicy, createDispatchDedup, DeadlockError, type Turn } from "../../src/index.ts";
import { calm } from "../support/calm.ts";
import { arrivalOf, mayBePart } from "./arrival.ts";
import type { PlannedDispatch } from "./dispatches.ts";
import { asDispatch, ask, pass } from "./handler.ts";
import { isRunning, isWaiting, linkedTo, type Observed, shareIds } from "./observed.ts";
import { type Asked, barriersBefore } from "./questions.ts";
import type { Schedule, Step } from "./schedule.ts";

/** Plays a schedule on a virtual clock and writes down what happens. */
export class World {
  readonly clock = createClock(1_000);
  readonly seen: Observed[] = [];
  readonly controllers: AbortController[] = [];
  readonly dedup;
  readonly recalled = new Set<string>();
  closing: Promise<void> | undefined;
  /** Called when a handler starts, before it does anything. */
  onStart: (seen: Observed) => void = () => {};
  /** What a check found inside a handler or an ending, where a throw would only be one more failing turn. */
  readonly violations: unknown[] = [];
  /** At a start: whose place it took, and who had come before that. */
  readonly asked: Asked[] = [];
  readonly passed: Array<{ readonly place: Observed; readonly other: Observed }> = [];
  readonly options: Schedule["options"];
  readonly #kindOf;

  constructor(schedule: Schedule) {
    this.options = schedule.options;
    const { interruptingNew, ...options } = schedule.options;
    const commands = interruptingNew ? ({ "/new": "interrupt" } as const) : {};
    this.#kindOf = commandPolicy(commands);
    const now = () => this.clock.now;
    // A memory of the default size takes longer to make than a whole schedule takes to play.
    this.dedup = createDispatchDedup({ ...options, maxSettled: 100, commands, now, timers: this.clock });
  }

  async play(step: Step): Promise<void> {
    if (step.kind === "dispatch") this.#dispatch(step.dispatch, undefined);
    else if (step.kind === "cancel") this.dedup.cancel(step.session);
    else if (step.kind === "recall") this.#recall(step);
    else if (step.kind === "close") this.closing = this.dedup.close({ timeoutMs: step.timeoutMs });
    await calm();
    // The clock's own asynchronous ticks wait a real millisecond each; thousands of schedules would take minutes.
    for (let ms = step.kind === "wait" ? step.ms : 0; ms > 0; ms--) {
      this.clock.tick(1);
      await calm();
    }
  }

  /** Lets everything that was begun come to its end. */
  async finish(): Promise<void> {
    while (this.clock.countTimers() > 0) {
      this.clock.next();
      await calm();
    }
  }

  #recall({ id, running }: Extract<Step, { kind: "recall" }>): void {
    this.recalled.add(id);
    this.dedup.recall(id, { running });
  }

  kindOf(seen: Observed) {
    return this.#kindOf(seen.plan.text);
  }

  #dispatch(plan: PlannedDispatch, parent: Observed | undefined): Promise<void> {
    const seen = arrivalOf(plan, parent, this.seen, this.clock.now);
    Object.assign(seen, barriersBefore(this, plan.session));
    this.seen.push(seen);
    const ended = this.dedup(asDispatch(this, seen), (turn) => this.#handle(seen, turn)).then(
      (outcome) => this.#end(seen, outcome.status),
      (error) => this.#end(seen, "failed", error),
    );
    return ended;
  }

  async #handle(seen: Observed, turn: Turn): Promise<number> {
    this.check(() => expect(seen.startedAt, "a handler runs once").toBeUndefined());
    // Who gave up waiting, or was told not to wait, has still told the work what it knew.
    const told = ({ ending, error }: Observed) =>
      !ending || ending === "cancelled" || error instanceof DeadlockError;
    const open = this.seen.filter(told);
    seen.bypass = linkedTo(seen, open).some((other) => this.kindOf(other) === "bypass");
    // Where the model cannot tell: works linked while both ran hand their identities on.
    seen.inTurn ||= seen.arrivedAt === this.clock.now && mayBePart(seen, this.seen, this.clock.now);
    seen.startedAt = this.clock.now;
    this.check(() => this.onStart(seen));
    try {
      const { durationMs, heedsSignal, asks } = seen.plan;
      for (const ms of asks) await ask(this, seen, turn, ms);
      const half = () => pass(this.clock, durationMs / 2, heedsSignal ? turn.signal : undefined);
      await half();
      const nested = seen.plan.nested.map((plan) => this.#dispatch(plan, seen));
      if (seen.plan.awaitsNested) await Promise.all(nested);
      await half();
      if (seen.plan.fails) throw new Error("planned");
      return seen.number;
    } finally {
      seen.handlerEndedAt = this.clock.now;
    }
  }

  #end(seen: Observed, ending: NonNullable<Observed["ending"]>, error?: unknown): void {
    this.check(() => expect(seen.ending, "a dispatch ends once").toBeUndefined());
    seen.ending = ending;
    seen.error = error;
  }

  /** Runs a check whose failure is to be found after the step. */
  check(check: () => void): void {
    try {
      check();
    } catch (violation) {
      this.violations.push(violation);
    }
  }

  /** What runs right now and holds a session, by itself or as a part of a turn, which may have ended before it. */
  get holders(): Observed[] {
    return this.seen.filter((turn) => isRunning(turn) && (turn.inSession || !(turn.inTurn || turn.bypass)));
  }

  /** Those that have neither started nor ended. */
  get waiting(): Observed[] {
    return this.seen.filter(isWaiting);
  }

  /** Open dispatches that share an identity with this one. */
  openTwins(seen: Observed): Observed[] {
    return this.seen.filter(
      (other) => other !== seen && other.ending === undefined && shareIds(seen.plan, other.plan),
    );
  }
}
