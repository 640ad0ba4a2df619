import { readableDuration } from "../../../text/readable-duration.ts";
import { markMeanings } from "../../marks.ts";
import type { Mark, Turn } from "../../timeline.ts";
import type { Item } from "../rows/rows.ts";

/** A name and a value. */
export type Fact = readonly [name: string, value: string];

const statuses = {
  ok: "completed",
  takeover: "taken over",
  failed: "failed",
  "cut-off": "cut off",
  running: "runs",
  waiting: "waits",
} as const;
const kinds = { ordinary: "turn", barrier: "barrier", bypass: "bypass" } as const;

/** What it is, in a word or two. */
export function titleOf({ what }: Item): string {
  if ("mark" in what) return markMeanings[what.mark.kind].label;
  return `${kinds[what.turn.kind]}, ${statuses[what.turn.status]}`;
}

/** Everything that is known of it. */
export function factsOf({ what }: Item): Fact[] {
  return "mark" in what ? markFacts(what.mark) : turnFacts(what.turn);
}

function turnFacts({ text, arrivedAt, startedAt, endedAt, lane, id, session }: Turn): Fact[] {
  return known([
    ["text", text],
    ["arrived", readableDuration(arrivedAt)],
    ["waited", readableDuration(startedAt - arrivedAt)],
    ["ran", readableDuration(endedAt - startedAt)],
    ["lane", lane],
    ["message", id],
    ["session", session],
  ]);
}

function markFacts({ text, at, of, by, note, id, session }: Mark): Fact[] {
  return known([
    ["text", text],
    ["at", readableDuration(at)],
    ["same work as", of !== undefined && of === id ? `${of} (the same message)` : of],
    ["by their shared", by],
    ["note", note],
    ["message", id],
    ["session", session],
  ]);
}

function known(facts: ReadonlyArray<readonly [string, string | undefined]>): Fact[] {
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

/** The same as a sentence, for who hears it; of several the number and the first. */
export function sentenceOf([first, ...others]: readonly Item[]): string {
  if (!first) return "";
  const one = [titleOf(first), ...factsOf(first).map(([name, value]) => `${name} ${value}`)].join(", ");
  return others.length > 0 ? `${others.length + 1} together: ${one}` : one;
}
