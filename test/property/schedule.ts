import fc from "fast-check";

/** A dispatch to make, and what its handler will do. */
export interface PlannedDispatch {
  readonly ids: readonly string[];
  readonly session: string;
  readonly lane: string;
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
  /** Does the handler wait for what it dispatched? */
  readonly awaitsNested: boolean;
}

export type Step =
  | { readonly kind: "dispatch"; readonly dispatch: PlannedDispatch }
  | { readonly kind: "wait"; readonly ms: number }
  | { readonly kind: "cancel"; readonly session: string }
  | { readonly kind: "recall"; readonly id: string; readonly running: "abort" | "ignore" }
  | { readonly kind: "close"; readonly timeoutMs: number };

export interface Schedule {
  readonly options: {
    readonly maxQueued: number;
    readonly reorderWindowMs: number;
    readonly turnTimeoutMs: number;
    readonly maxAgeMs: number;
    readonly interruptingNew: boolean;
  };
  readonly steps: readonly Step[];
}

const sessions = ["a", "b", "c"];
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

const id = fc.integer({ min: 0, max: 19 }).map((n) => `id${n}`);

/** Few identities and few sessions, so that dispatches collide often; primes, so that ends do not coincide. */
function dispatchOf(nested: fc.Arbitrary<readonly PlannedDispatch[]>): fc.Arbitrary<PlannedDispatch> {
  return fc.record({
    ids: fc.uniqueArray(id, { minLength: 1, maxLength: 3 }),
    session: fc.constantFrom(...sessions),
    lane: fc.constantFrom("main", "session", "websocket"),
    text: fc.constantFrom(...texts),
    ageMs: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined }),
    durationMs: fc.constantFrom(0, 1, 3, 7, 13, 29, 61),
    fails: fc.oneof(
      { weight: 3, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    abortAfterMs: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined, freq: 3 }),
    heedsSignal: fc.boolean(),
    nested,
    awaitsNested: fc.boolean(),
  });
}

const flat = dispatchOf(fc.constant([]));
const once = dispatchOf(fc.array(flat, { maxLength: 2 }));
const dispatch = fc.oneof(
  { weight: 1, arbitrary: flat },
  { weight: 1, arbitrary: dispatchOf(fc.array(once, { maxLength: 2 })) },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: dispatch.map((dispatch) => ({ kind: "dispatch" as const, dispatch })) },
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 40 }).map((ms) => ({ kind: "wait" as const, ms })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...sessions).map((session) => ({ kind: "cancel" as const, session })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("recall" as const),
      id,
      running: fc.constantFrom("abort" as const, "ignore" as const),
    }),
  },
);

/** Two turns that each dispatch to the session of the other, which chance alone makes too seldom. */
const crossing: fc.Arbitrary<Step[]> = fc
  .tuple(flat, flat, fc.array(flat, { minLength: 2, maxLength: 2 }))
  .map(([first, second, inner]) =>
    [
      { ...first, session: "a", nested: inner.slice(0, 1).map((plan) => ({ ...plan, session: "b" })) },
      { ...second, session: "b", nested: inner.slice(1).map((plan) => ({ ...plan, session: "a" })) },
    ].map((plan) => ({ kind: "dispatch", dispatch: { ...plan, awaitsNested: true } })),
  );

const steps = (constraints: fc.ArrayConstraints): fc.Arbitrary<Step[]> =>
  fc
    .array(
      fc.oneof({ weight: 19, arbitrary: step.map((single) => [single]) }, { weight: 1, arbitrary: crossing }),
      constraints,
    )
    .map((groups) => groups.flat());

const close: fc.Arbitrary<Step> = fc
  .integer({ min: 0, max: 60 })
  .map((timeoutMs) => ({ kind: "close" as const, timeoutMs }));

export const schedules: fc.Arbitrary<Schedule> = fc.record({
  options: fc.record({
    maxQueued: fc.constantFrom(0, 1, 2, 64),
    reorderWindowMs: fc.constantFrom(0, 0, 25),
    turnTimeoutMs: fc.constantFrom(0, 0, 20),
    maxAgeMs: fc.constantFrom(0, 0, 50),
    interruptingNew: fc.boolean(),
  }),
  steps: fc
    .tuple(steps({ minLength: 1, maxLength: 25 }), fc.option(close, { freq: 2 }), steps({ maxLength: 4 }))
    .map(([before, closing, after]) => [...before, ...(closing ? [closing] : []), ...after]),
});
