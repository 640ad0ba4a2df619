import type { Timers } from "../../delays.ts";
import type { Timings } from "../options.ts";
import type { Changes } from "../state/changes.ts";
import type { Attempt, Delivery } from "../state/delivery.ts";

/** What a receiver answered. */
export interface Answer {
  /** The code in the frame, or the HTTP status. */
  readonly code: number;
  /** What it said beside: the toast for a card action, the challenge of a webhook. @default nothing */
  readonly data?: unknown;
}

/** Makes one attempt; undefined when nobody could be reached. May never settle. */
export type Send = (delivery: Delivery, attempt: Attempt) => Promise<Answer | undefined>;

interface CourierOptions {
  readonly timings: Timings;
  readonly timers: Timers;
  readonly now: () => number;
  readonly send: Send;
  readonly changes: Changes;
}

/** How one delivery is to go, faults included. */
export interface Route {
  readonly copies: number;
  readonly afterMs: number;
  /** Whether the answer to this attempt is lost on its way. */
  readonly losesAck: (attempt: number) => boolean;
}

/** Delivers events, and again by the schedule until one attempt was answered with 200. */
export class Courier {
  readonly #options: CourierOptions;
  readonly #timers = new Set<unknown>();
  #closed = false;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  start(delivery: Delivery, route: Route): void {
    if (route.afterMs > 0) this.#later(route.afterMs, () => void this.#round(delivery, route, 1));
    else void this.#round(delivery, route, 1);
  }

  /** Forgets everything that is still to be delivered. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) this.#options.timers.clearTimeout(timer);
    this.#timers.clear();
  }

  /** One attempt, or several copies of it at once; then the next one when none was acknowledged. */
  async #round(delivery: Delivery, route: Route, number: number): Promise<void> {
    const copies = number === 1 ? route.copies : 1;
    const attempts = Array.from({ length: copies }, () => this.#attempt(delivery, route, number));
    const acked = await Promise.all(attempts);
    if (acked.includes(true) || this.#closed) return;
    const wait = delivery.repeats ? this.#options.timings.redeliveryMs[number - 1] : undefined;
    if (wait === undefined) delivery.state = "given-up";
    else this.#again(wait, delivery, route, number + 1);
    this.#options.changes.emit("change");
  }

  #again(wait: number, delivery: Delivery, route: Route, number: number): void {
    delivery.nextAt = this.#options.now() + wait;
    this.#later(wait, () => {
      delivery.nextAt = undefined;
      void this.#round(delivery, route, number);
    });
  }

  #attempt(delivery: Delivery, route: Route, number: number): Promise<boolean> {
    const at = this.#options.now();
    const attempt: Attempt = { number, transport: delivery.transport, at, outcome: "pending" };
    delivery.attempts.push(attempt);
    return new Promise((resolve) => {
      const settle = (outcome: Attempt["outcome"]) => resolve(this.#settle(delivery, attempt, outcome));
      const timer = this.#later(this.#options.timings.ackTimeoutMs, () => settle("timeout"));
      const answered = (answer: Answer | undefined) => {
        if (route.losesAck(number)) return;
        if (attempt.outcome === "pending") this.#forget(timer);
        settle(this.#note(attempt, answer));
        this.#options.changes.emit("change");
      };
      this.#options.send(delivery, attempt).then(answered, () => answered(undefined));
      this.#options.changes.tell("sent", delivery, attempt);
    });
  }

  #note(attempt: Attempt, answer: Answer | undefined): Attempt["outcome"] {
    if (!answer) return "unreachable";
    attempt.code = answer.code;
    attempt.data = answer.data;
    attempt.answeredMs = this.#options.now() - attempt.at;
    return answer.code === 200 ? "acked" : "refused";
  }

  /** An answer after the timeout is noted, but changes nothing: the redelivery is on its way. */
  #settle(delivery: Delivery, attempt: Attempt, outcome: Attempt["outcome"]): boolean {
    if (attempt.outcome !== "pending") return false;
    attempt.outcome = outcome;
    if (outcome === "acked") delivery.state = "acked";
    this.#options.changes.tell("answered", delivery, attempt);
    return outcome === "acked";
  }

  #later(ms: number, callback: () => void): unknown {
    const timer = this.#options.timers.setTimeout(() => {
      this.#timers.delete(timer);
      callback();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }

  #forget(timer: unknown): void {
    this.#options.timers.clearTimeout(timer);
    this.#timers.delete(timer);
  }
}
