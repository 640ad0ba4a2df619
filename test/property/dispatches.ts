import fc from "fast-check";

/** A dispatch to make, and what its handler will do. */
export interface PlannedDispatch {
  readonly ids: readonly string[];
  readonly session: string;
  readonly text: string | undefined;
  /** How long before its arrival the message was written; undefined: it does not say. */
  readonly ageMs: number | undefined;
  readonly durationMs: number;
  readonly fails: boolean;
  /** When the caller aborts its signal, counted from arrival; undefined: it has no signal. */
  readonly abortAfterMs: number | undefined;
  /** Does the handler end early when its signal aborts? */
  readonly heedsSignal: boolean;
  /** Dispatched from inside the handler, half way through it. */
  readonly nested: readonly PlannedDispatch[];
  /** Who wrote it; undefined: it does not say. */
  readonly sender: string | undefined;
  /** Asked by the handler, one after the other, when it begins: for how many ms each. */
  readonly asks: readonly number[];
  /** Does the handler wait for what it dispatched? */
  readonly awaitsNested: boolean;
}

export const sessions = ["a", "b", "c"];
const texts = [
  undefined,
  undefined,
  undefined,
  "hello",
  "/new",
  "/reset now",
  "/stop",
  "停止",
  "@bot /new",
  "/status",
];

export const id = fc.integer({ min: 0, max: 19 }).map((n) => `id${n}`);

/** Few identities and few sessions, so that dispatches collide often; primes, so that ends do not coincide. */
function dispatchOf(nested: fc.Arbitrary<readonly PlannedDispatch[]>): fc.Arbitrary<PlannedDispatch> {
  return fc.record({
    ids: fc.uniqueArray(id, { minLength: 1, maxLength: 3 }),
    session: fc.constantFrom(...sessions),
    text: fc.constantFrom(...texts),
    ageMs: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined }),
    durationMs: fc.constantFrom(0, 1, 3, 7, 13, 29, 61),
    fails: fc.oneof(
      { weight: 3, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    abortAfterMs: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined, freq: 3 }),
    heedsSignal: fc.boolean(),
    sender: fc.constantFrom("ann", "ann", "bob", undefined),
    asks: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(fc.constantFrom(2, 11, 43), { minLength: 1, maxLength: 2 }) },
    ),
    nested,
    awaitsNested: fc.boolean(),
  });
}

export const flat = dispatchOf(fc.constant([]));
const once = dispatchOf(fc.array(flat, { maxLength: 2 }));
export const dispatch = fc.oneof(
  { weight: 1, arbitrary: flat },
  { weight: 1, arbitrary: dispatchOf(fc.array(once, { maxLength: 2 })) },
);
