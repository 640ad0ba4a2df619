import type { Conversation } from "./conversation.ts";
import { countTakeovers } from "./gateway-log.ts";
import type { Expected } from "./said.ts";

/** What became of the messages of a scenario. */
export interface Verdict {
  /** Turns that were taken over, by the gateway's own log. */
  readonly takeovers: number;
  /** Messages that were answered by a failure instead, and whatever else a scenario found wrong. */
  readonly failed: number;
  /** Messages that were not answered at all. */
  readonly lost: number;
  /** Answers beyond one for the same work. */
  readonly duplicates: number;
  /** Messages that were answered before one of the same session that came earlier. */
  readonly outOfOrder: number;
  /** Texts that the bot sent. */
  readonly replies: number;
}

export const NOTHING: Verdict = {
  takeovers: 0,
  failed: 0,
  lost: 0,
  duplicates: 0,
  outOfOrder: 0,
  replies: 0,
};

const KEYS = ["takeovers", "failed", "lost", "duplicates", "outOfOrder", "replies"] as const;

/** Compares what was said with what was heard. */
export function judge(talk: Conversation, log: string, shared: boolean): Verdict {
  const heard = (kind: string) => talk.heard().filter((text) => text.kind === kind).length;
  const wanted = (...expected: Expected[]) =>
    talk.said.filter((said) => expected.includes(said.expected)).length;
  const asked = talk.said.filter(({ expected }) => expected === "answer");
  const unanswered = asked.filter((said) => talk.answersTo(said).length === 0).length;
  const notStopped = talk.said.filter((said) => said.expected === "stopped" && talk.answersTo(said).length);
  const resets = wanted("confirmed", "confirmed or busy") - heard("confirmed") - heard("busy");
  const texts = wanted("text", "failure") - heard("other");
  const silent = unanswered + Math.max(0, resets) + Math.max(0, texts);
  const failures = Math.max(0, -texts);
  const copies = asked.map((said) => Math.max(0, talk.answersTo(said).length - 1));
  return {
    takeovers: countTakeovers(log, talk.since, shared ? [":main"] : talk.openIds()),
    failed: Math.min(failures, silent) + notStopped.length + talk.faults.length,
    lost: Math.max(0, silent - failures),
    duplicates: copies.reduce((sum, extra) => sum + extra, Math.max(0, -resets)),
    outOfOrder: countOutOfOrder(talk, shared),
    replies: talk.heard().length,
  };
}

export function add(a: Verdict, b: Verdict): Verdict {
  const sum = { ...a };
  for (const key of KEYS) sum[key] += b[key];
  return sum;
}

export function isClean(verdict: Verdict): boolean {
  return KEYS.every((key) => key === "replies" || verdict[key] === 0);
}

/** Counts answers that came after the answer to a later message of the same session. */
function countOutOfOrder(talk: Conversation, shared: boolean): number {
  const latest = new Map<string, number>();
  let count = 0;
  for (const said of talk.said) {
    const at = talk.answersTo(said)[0]?.at;
    if (said.expected !== "answer" || at === undefined) continue;
    const session = shared ? "shared" : said.user;
    const before = latest.get(session) ?? 0;
    if (at < before) count++;
    latest.set(session, Math.max(at, before));
  }
  return count;
}
