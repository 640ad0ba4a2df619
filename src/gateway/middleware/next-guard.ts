import { UsageError } from "../../errors.ts";
import type { Middleware, MiddlewareContext, ReportMisuse } from "./middleware.ts";

/** A part of a chain. */
export type Step = (context: MiddlewareContext, next: () => Promise<void>) => Promise<void>;

/**
 * Makes a middleware safe to be careless: the step is over when the middleware *and* what its `next()` has begun
 * are over, fails as that did when the middleware has not waited for it, and leaves no rejection unhandled.
 *
 * @param name how the middleware is called in errors
 */
export function guarded(middleware: Middleware, name: string, report: ReportMisuse): Step {
  return async (context, next) => {
    const call = new GuardedCall(name, next, (error) => report(error, context));
    const [own] = await Promise.allSettled([begin(middleware, context, call.next)]);
    const rest = await call.end();
    if (own.status === "rejected") throw own.reason;
    if (rest.status === "rejected") throw rest.reason;
  };
}

/** What it throws at once becomes a rejection. */
async function begin(middleware: Middleware, context: MiddlewareContext, next: () => Promise<void>) {
  await middleware(context, next);
}

/** One call of a middleware, and what it does with its `next()`. */
class GuardedCall {
  readonly #name: string;
  readonly #next: () => Promise<void>;
  readonly #report: (error: UsageError) => void;
  #begun: Promise<void> | undefined;
  /** It has ended while the middleware could still see it. */
  #isSeen = false;
  #isOver = false;
  #misuse: UsageError | undefined;

  constructor(name: string, next: () => Promise<void>, report: (error: UsageError) => void) {
    this.#name = name;
    this.#next = next;
    this.#report = report;
  }

  readonly next = (): Promise<void> => {
    if (this.#begun || this.#isOver) return this.#refuse();
    this.#begun = this.#next();
    const seen = () => {
      this.#isSeen = true;
    };
    this.#begun.then(seen, seen);
    return this.#begun;
  };

  /** The middleware has ended: how did what it has left behind end? */
  async end(): Promise<PromiseSettledResult<unknown>> {
    this.#isOver = true;
    const [rest] = await Promise.allSettled([this.#isSeen ? undefined : this.#begun]);
    return this.#misuse ? { status: "rejected", reason: this.#misuse } : rest;
  }

  #refuse(): Promise<void> {
    const error = this.#begun ? twice(this.#name) : tooLate(this.#name);
    if (this.#isOver) this.#report(error);
    else this.#misuse ??= error;
    const refused = Promise.reject(error);
    // Whoever is careless with `next()` does not look at this promise either.
    refused.catch(() => {});
    return refused;
  }
}

function twice(name: string): UsageError {
  const message = `The channel middleware ${name} called next() twice for one dispatch. Call it at most once.`;
  return new UsageError("ERR_NEXT_TWICE", message);
}

function tooLate(name: string): UsageError {
  const message = `The channel middleware ${name} called next() after it had ended: its message got no turn. Await next() before the middleware returns.`;
  return new UsageError("ERR_NEXT_TOO_LATE", message);
}
