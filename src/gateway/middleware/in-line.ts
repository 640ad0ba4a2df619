import type { MiddlewareContext } from "./middleware.ts";
import type { Step } from "./next-guard.ts";

/**
 * Runs `front` and then `ordered`, and lets each session's dispatches reach `ordered` in the order in which they
 * came here. `front` runs at once for all of them: what takes long there delays the next ones of its session, as
 * its turn would, but not what they do in front.
 *
 * @param isOrdered whether a dispatch stands in the line, or passes it
 */
export function inLine(front: Step, ordered: Step, isOrdered: (context: MiddlewareContext) => boolean): Step {
  const lines = new Lines();
  return async (context, next) => {
    if (!isOrdered(context)) return front(context, () => ordered(context, next));
    const { signal } = context;
    const place = lines.take(context.dispatch.sessionKey);
    signal.addEventListener("abort", place.leave);
    if (signal.aborted) place.leave();
    try {
      await front(context, async () => {
        if (!place.isFirst()) await place.reached;
        const passing = ordered(context, next);
        place.leave();
        await passing;
      });
    } finally {
      signal.removeEventListener("abort", place.leave);
      place.leave();
    }
  };
}

/** A place in the line of one session. */
interface Place {
  readonly isFirst: () => boolean;
  /** Resolves when it is the first, or has been left. */
  readonly reached: Promise<void>;
  /** Lets the next one come forward. Without effect when it has been left. */
  readonly leave: () => void;
}

class Lines {
  /** What calls each of those that wait, by session; no session that has nobody in its line. */
  readonly #lines = new Map<string, Set<() => void>>();

  take(key: string): Place {
    const line = this.#lines.get(key) ?? new Set();
    this.#lines.set(key, line);
    const { promise: reached, resolve: call } = Promise.withResolvers<void>();
    line.add(call);
    const leave = () => {
      call();
      line.delete(call);
      firstOf(line)?.();
      if (line.size === 0 && this.#lines.get(key) === line) this.#lines.delete(key);
    };
    return { isFirst: () => !line.has(call) || firstOf(line) === call, reached, leave };
  }
}

function firstOf<T>(line: ReadonlySet<T>): T | undefined {
  return line.values().next().value;
}
