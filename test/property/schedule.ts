import fc from "fast-check";
import { dispatch, flat, id, type PlannedDispatch, sessions } from "./dispatches.ts";

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

/** A turn that asks, and what may be the answer, or bar its way. */
const asked: fc.Arbitrary<Step[]> = fc
  .tuple(
    flat,
    fc.array(fc.tuple(flat, fc.constantFrom(undefined, undefined, "/new")), { minLength: 1, maxLength: 3 }),
  )
  .map(([asking, others]) => [
    { ...asking, session: "a", sender: "ann", text: undefined, asks: [43] },
    ...others.map(([plan, text]) => ({ ...plan, session: "a", text })),
  ])
  .map((plans) =>
    plans.flatMap((dispatch) => [
      { kind: "dispatch", dispatch },
      { kind: "wait", ms: 1 },
    ]),
  );

const steps = (constraints: fc.ArrayConstraints): fc.Arbitrary<Step[]> =>
  fc
    .array(
      fc.oneof(
        { weight: 18, arbitrary: step.map((single) => [single]) },
        { weight: 1, arbitrary: crossing },
        { weight: 1, arbitrary: asked },
      ),
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
