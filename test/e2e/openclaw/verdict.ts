import type { Conversation, Said } from "./conversation.ts";

/** What became of the messages of a scenario. */
export interface Verdict {
  /** Turns that were taken over, by the gateway's own log. */
  readonly takeovers: number;
  /** Messages that were answered by a failure instead. */
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

/** Compares what was said with what was heard. */
export function judge(conversation: Conversation, log: string, shared: boolean): Verdict {
  const heard = conversation.heard();
  const count = (kind: string) => heard.filter((text) => text.kind === kind).length;
  const wanted = (expected: Said["expected"]) =>
    conversation.said.filter((said) => said.expected === expected);
  const unanswered = wanted("answer").filter((said) => conversation.answersTo(said).length === 0).length;
  const missing = (expected: Said["expected"], kind: string) => wanted(expected).length - count(kind);
  const texts = wanted("text").length + wanted("failure").length;
  const unexpected = Math.max(0, count("other") - texts);
  const silent =
    unanswered + Math.max(0, missing("confirmation", "confirmed")) + Math.max(0, texts - count("other"));
  const copies = wanted("answer").reduce(
    (sum, said) => sum + Math.max(0, conversation.answersTo(said).length - 1),
    0,
  );
  return {
    takeovers: countTakeovers(log, conversation.since),
    failed: Math.min(unexpected, silent),
    lost: Math.max(0, silent - unexpected),
    duplicates: copies + Math.max(0, -missing("confirmation", "confirmed")),
    outOfOrder: countOutOfOrder(conversation, shared),
    replies: heard.length,
  };
}

export function add(a: Verdict, b: Verdict): Verdict {
  return {
    takeovers: a.takeovers + b.takeovers,
    failed: a.failed + b.failed,
    lost: a.lost + b.lost,
    duplicates: a.duplicates + b.duplicates,
    outOfOrder: a.outOfOrder + b.outOfOrder,
    replies: a.replies + b.replies,
  };
}

export function isClean({ takeovers, failed, lost, duplicates, outOfOrder }: Verdict): boolean {
  return takeovers + failed + lost + duplicates + outOfOrder === 0;
}

/** A takeover is logged for both lanes of the one run: the session's line is counted. */
function countTakeovers(log: string, since: number): number {
  return log.split("\n").filter((line) => isTakeover(line) && timeOf(line) >= since).length;
}

function isTakeover(line: string): boolean {
  return line.includes("EmbeddedAttemptSessionTakeoverError") && /lane task error: lane=session:/.test(line);
}

function timeOf(line: string): number {
  return Date.parse(/"time":"([^"]+)"/.exec(line)?.[1] ?? "");
}

/** Counts answers that came after the answer to a later message of the same session. */
function countOutOfOrder(conversation: Conversation, shared: boolean): number {
  const latest = new Map<string, number>();
  let count = 0;
  for (const said of conversation.said) {
    const at = conversation.answersTo(said)[0]?.at;
    if (said.expected !== "answer" || at === undefined) continue;
    const session = shared ? "shared" : said.user;
    const before = latest.get(session) ?? 0;
    if (at < before) count++;
    latest.set(session, Math.max(at, before));
  }
  return count;
}
