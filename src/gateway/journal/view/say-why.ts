import { readableDuration } from "../../../readable-duration.ts";
import type { Wording } from "../../../wording.ts";
import type { Language, waitWords } from "../../../words.ts";
import { codeOf } from "./counters.ts";
import type { Why } from "./why.ts";

/** How it is said, and when. */
export interface Saying {
  readonly wording: Wording<typeof waitWords>;
  readonly language: Language;
  /** The time by the journal's clock, in ms since the epoch. */
  readonly now: number;
}

/** One sentence of why a message waits. */
export function sayWhy(why: Why, saying: Saying): string {
  const { wording, language, now } = saying;
  const time = (ms: number) => readableDuration(Math.max(0, ms));
  switch (why.code) {
    case "turn":
      return sayTurn(why, time(now - why.since), saying);
    case "retry":
      return wording.say(language, "retry", { error: codeOf(why.error), time: time(why.until - now) });
    case "barrier":
      return wording.say(language, "barrier", { command: why.command ?? "", time: time(now - why.since) });
    case "account":
      return wording.say(language, "account", { account: why.account });
    case "later":
      return wording.say(language, "later", { time: time(why.until - now) });
    default:
      return wording.say(language, why.code);
  }
}

function sayTurn(
  { command, hung, epoch }: Extract<Why, { code: "turn" }>,
  time: string,
  { wording, language }: Saying,
): string {
  const reason =
    command !== undefined && !hung
      ? wording.say(language, "commandRuns", { command, time })
      : wording.say(language, hung ? "hung" : "turn", { time });
  return epoch === undefined ? reason : wording.say(language, "held", { reason, epoch });
}
