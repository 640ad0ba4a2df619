import type { Fault } from "./fault.ts";
import type { Ask, History, Moment, Turn } from "./history.ts";
import { endsBetween } from "./when.ts";

/** From the answer to the last request to send to the note in the inbox, in ms, on a machine that is busy. */
const NOTED_WITHIN_MS = 2000;

/** Turns that ran although an earlier one of the same ask had come to its end. */
export function repetitions(history: History): Fault[] {
  return [...history.asks.values()].flatMap((ask) =>
    ask.turns.slice(1).flatMap((turn, index) => {
      const before = ask.turns[index];
      const why = before && isWrong(before, turn, history);
      if (!why) return [];
      const text = `${ask.name} ran again at ${Math.round(turn.began.at)} ms (attempt ${turn.attempt}): ${why}`;
      return [{ kind: "again" as const, asks: [ask.name], text }];
    }),
  );
}

/** @returns why the second turn should not have been */
function isWrong(before: Turn, turn: Turn, history: History): string | undefined {
  if (before.how === "failed") return undefined;
  const { ask } = turn;
  const ends = endsBetween(ask, before.began, turn.began, history);
  if (ends.some(({ index }) => index < before.ended.index)) return undefined;
  if (before.how === "cut" || before.how === undefined)
    return ends.length > 0 ? undefined : "its turn had been stopped";
  const after = ends.filter(({ index }) => index > before.ended.index);
  if (after.length === 0) return `its turn was ${before.how}, and the gateway had not ended since`;
  const known = lastWord(ask, before, turn);
  const [end] = after;
  if (!known || !end || end.at - known.at < NOTED_WITHIN_MS) return undefined;
  return `all was said ${Math.round(end.at - known.at)} ms before the gateway ended`;
}

/** When the gateway knew that all that came of a turn was sent; undefined when it did not before the next turn. */
function lastWord(ask: Ask, turn: Turn, next: Turn): Moment | undefined {
  const isBefore = ({ index }: Moment) => index < next.began.index;
  const texts = ask.said.filter(isBefore).map(({ text }) => text);
  const confirmed = ask.confirmed.filter(isBefore);
  const isAll = turn.lines.every((line) => texts.includes(line));
  const isTold = texts.some((text) => !text.startsWith("re "));
  if (confirmed.length < texts.length || (turn.how === "refused" ? !isTold : !isAll)) return undefined;
  return [turn.ended, ...confirmed].reduce((last, moment) => (moment.index > last.index ? moment : last));
}
