import { following } from "../../delays.ts";
import { AgentError } from "./agent.ts";

/** A limited time. It has to be released. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  readonly orTimeout: (error: unknown) => unknown;
  /** Does not count what is waited for in between: after that the time begins anew. */
  readonly outside: <T>(work: Promise<T>) => Promise<T>;
  readonly release: () => void;
}

/**
 * A signal that aborts when the turn's does, or when the time is up.
 *
 * `orTimeout` makes the error of one into the error of the other: what failed because the time was up, failed because
 * of that.
 */
export function timeLimit(turnSignal: AbortSignal, ms: number): TimeLimit {
  const { controller, release } = following(turnSignal);
  const clock = new Stopwatch(ms, () =>
    controller.abort(new DOMException("The time is up.", "TimeoutError")),
  );
  clock.start();
  const orTimeout = (error: unknown): unknown => {
    if (turnSignal.aborted) return turnSignal.reason;
    if (!clock.isUp) return error;
    const message = `the agent did not finish within ${ms} ms (agent.timeoutMs)`;
    return new AgentError("ERR_AGENT_TIMEOUT", message, { isPassing: false });
  };
  const outside: TimeLimit["outside"] = async (work) => {
    clock.stop();
    const result = await work;
    clock.start();
    return result;
  };
  const end = () => {
    clock.stop();
    release();
  };
  return { signal: controller.signal, orTimeout, outside, release: end };
}

/** Calls back when the time is up, once. */
class Stopwatch {
  isUp = false;
  readonly #ms: number;
  readonly #onUp: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number, onUp: () => void) {
    this.#ms = ms;
    this.#onUp = onUp;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.isUp = true;
      this.#onUp();
    }, this.#ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
