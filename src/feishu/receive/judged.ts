import type { FeishuEvent } from "../event/events.ts";
import { isNever, type Verdict } from "../policy/policy.ts";
import type { IntakeOptions } from "./intake-options.ts";

/** What was decided of an event. */
export interface Judged {
  /** The event, with where it comes from as far as that was found out. */
  readonly event: FeishuEvent;
  readonly verdict: Verdict;
  /** Not taken, and worth coming again: more may be known then. */
  readonly isOpen: boolean;
}

/** Judges an event, and judges it again when it did not say where it comes from and that was found out. */
export function judged(
  event: FeishuEvent,
  { judge, places }: Pick<IntakeOptions, "judge" | "places">,
): Judged | Promise<Judged> {
  places?.note(event);
  const verdict = judge(event);
  if (isNever(verdict)) return { event, verdict, isOpen: false };
  const found = places ? places.locate(event) : event;
  if (found instanceof Promise) return found.then((located) => asJudged(located, judge(located)));
  // Where nobody asks, it will be known no better when the event comes again.
  return !places && verdict === "place-unknown"
    ? { event, verdict, isOpen: false }
    : asJudged(event, verdict);
}

function asJudged(event: FeishuEvent, verdict: Verdict): Judged {
  return { event, verdict, isOpen: verdict !== "take" && !isNever(verdict) };
}
