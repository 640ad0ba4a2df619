import { readableDuration } from "../../text/readable-duration.ts";
import { say } from "../../wording/phrase.ts";
import { type Language, waitWords as words } from "../../wording/words.ts";
import { codeOf } from "./counters.ts";
import type { Why } from "./why.ts";

/** How it is said, and when. */
export interface Saying {
  readonly language: Language;
  /** The time by the journal's clock, in ms since the epoch. */
  readonly now: number;
  /** The name of the gateway that has the session, where several share the inbox. @default "this gateway" */
  readonly gateway?: string | undefined;
}

/** One sentence of why a message waits. */
export function sayWhy(why: Why, saying: Saying): string {
  const { language, now } = saying;
  const time = (ms: number) => readableDuration(Math.max(0, ms));
  switch (why.code) {
    case "turn":
      return sayTurn(why, time(now - why.since), saying);
    case "retry":
      return say(words.retry, language, { error: codeOf(why.error), time: time(why.until - now) });
    case "barrier":
      return say(words.barrier, language, { command: why.command ?? "", time: time(now - why.since) });
    case "account":
      return say(words.account, language, { account: why.account });
    case "later":
      return say(words.later, language, { time: time(why.until - now) });
    default:
      return say(words[why.code], language);
  }
}

function sayTurn(
  { command, hung, epoch }: Extract<Why, { code: "turn" }>,
  time: string,
  { language, gateway = say(words.thisGateway, language) }: Saying,
): string {
  const reason =
    command !== undefined && !hung
      ? say(words.commandRuns, language, { command, time })
      : say(hung ? words.hung : words.turn, language, { time });
  return epoch === undefined ? reason : say(words.held, language, { reason, gateway, epoch });
}
