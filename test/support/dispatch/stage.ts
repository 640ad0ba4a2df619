import { createClock } from "@sinonjs/fake-timers";
import type { Dispatch, DispatchDedupOptions, Outcome, Turn } from "../../../src/index.ts";
import { createDispatchDedup } from "../../../src/index.ts";
import { calm } from "../calm.ts";

/** What the virtual clock shows at first. */
export const opening = Date.UTC(2026, 4, 23, 3, 36, 41);

/** What one message does on the stage. Everything has a default: `send("a")` runs in session "s" until it is ended. */
export interface Scene extends Partial<Dispatch> {
  /** The handler ends by itself after this many virtual ms; without it, by `finish` or `fail`. */
  takes?: number;
  /** The handler, instead of one that waits for its end. */
  does?: (turn: Turn) => string | Promise<string>;
}

/** One dispatch and its handler. */
export interface Actor {
  readonly outcome: Promise<Outcome<string>>;
  /** How the dispatch ended, once it has. */
  readonly ending: Outcome<string> | { readonly error: unknown } | undefined;
  /** Every turn its handler was started for. */
  readonly turns: readonly Turn[];
  /** Lets the handler return, and waits until everything that follows at once has happened. */
  finish(value?: string): Promise<void>;
  /** Lets the handler throw, and waits likewise. */
  fail(error: unknown): Promise<void>;
}

/** An engine on a virtual clock, and a record of what it does. */
export function stage(options: DispatchDedupOptions = {}) {
  const clock = createClock(opening);
  // A memory of the default size takes milliseconds to make.
  const dedup = createDispatchDedup({ now: () => clock.now, timers: clock, maxSettled: 1_000, ...options });
  const log: string[] = [];
  const started: string[] = [];

  function send(name: string, { takes, does, ...scene }: Scene = {}): Actor {
    const turns: Turn[] = [];
    const end = Promise.withResolvers<string>();
    const handler = async (turn: Turn) => {
      turns.push(turn);
      started.push(name);
      log.push(`${name} starts`);
      if (takes !== undefined) clock.setTimeout(() => end.resolve(name), takes);
      try {
        return await (does ? does(turn) : end.promise);
      } finally {
        log.push(`${name} ends`);
      }
    };
    return actor(dedup({ ids: [name], sessionKey: "s", ...scene }, handler), turns, end, name);
  }

  return {
    dedup,
    clock,
    send,
    /** "a starts", "a ends", … in the order in which it happened. */
    log,
    /** The names in the order in which their turns started. */
    started,
    /** Lets virtual time pass. */
    pass: (ms: number) => clock.tickAsync(ms),
  };
}

function actor(
  outcome: Promise<Outcome<string>>,
  turns: readonly Turn[],
  end: PromiseWithResolvers<string>,
  name: string,
): Actor {
  let ending: Actor["ending"];
  outcome.then(
    (value) => {
      ending = value;
    },
    (error: unknown) => {
      ending = { error };
    },
  );
  const then = (settle: () => void) => {
    settle();
    return calm();
  };
  return {
    outcome,
    turns,
    get ending() {
      return ending;
    },
    finish: (value = name) => then(() => end.resolve(value)),
    fail: (error) => then(() => end.reject(error)),
  };
}
