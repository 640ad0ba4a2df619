import { markMeanings } from "../../marks.ts";
import type { Mark, Panel, Turn } from "../../timeline.ts";
import { sideBySide } from "../../tracks.ts";
import type { TimeScale } from "../chart/time-scale.ts";

/** Something that is drawn and can be looked at: a turn or a mark, with its places on the scale. */
export interface Item {
  readonly from: number;
  readonly to: number;
  /** When the wait of a turn began. */
  readonly since: number;
  readonly what: { readonly turn: Turn } | { readonly mark: Mark };
}

/** Everything of one session. */
export interface Row {
  /** Undefined for what belongs to all sessions. */
  readonly session: string | undefined;
  /** Turns; more than one track where some ran side by side. */
  readonly tracks: readonly (readonly Item[])[];
  /** Marks but arrivals. */
  readonly marks: readonly Item[];
  readonly arrivals: readonly Item[];
  /** Turns and marks in the order in which the keyboard goes through them. */
  readonly items: readonly Item[];
}

/** A row for each session, in the order in which they appear; first what belongs to all of them. */
export function rowsOf({ turns, marks }: Panel, scale: TimeScale): Row[] {
  const turnsOf = Map.groupBy(turns, ({ session }): string | undefined => session);
  const marksOf = Map.groupBy(marks, ({ session }) => session);
  const common = marksOf.has(undefined) ? [undefined] : [];
  const sessions = new Set([...common, ...marksOf.keys(), ...turnsOf.keys()]);
  return Array.from(sessions, (session) =>
    rowOf(session, turnsOf.get(session) ?? [], marksOf.get(session) ?? [], scale),
  );
}

function rowOf(
  session: string | undefined,
  turns: readonly Turn[],
  marks: readonly Mark[],
  scale: TimeScale,
): Row {
  const tracks = sideBySide(turns).map((track) => track.map((turn) => turnItem(turn, scale)));
  const inOrder = marks.toSorted((a, b) => a.at - b.at);
  const itemsOf = (isArrival: boolean) =>
    inOrder.filter(({ kind }) => (kind === "arrival") === isArrival).map((mark) => markItem(mark, scale));
  const [arrivals, others] = [itemsOf(true), itemsOf(false)];
  const items = [...tracks.flat(), ...others].sort((a, b) => a.from - b.from);
  return { session, tracks, marks: others, arrivals, items };
}

function turnItem(turn: Turn, scale: TimeScale): Item {
  const [since, from, to] = [turn.arrivedAt, turn.startedAt, turn.endedAt].map((at) => scale.place(at));
  return { since: since ?? 0, from: from ?? 0, to: to ?? 0, what: { turn } };
}

function markItem(mark: Mark, scale: TimeScale): Item {
  const at = scale.place(mark.at);
  return { since: at, from: at, to: at, what: { mark } };
}

/** Whether an item says that something went wrong. */
export function isHarm({ what }: Item): boolean {
  return "mark" in what
    ? markMeanings[what.mark.kind].isHarm
    : ["takeover", "failed"].includes(what.turn.status);
}
