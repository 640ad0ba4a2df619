import type { MarkKind } from "../../timeline.ts";
import type { View } from "../chart/view.ts";
import type { Item } from "./rows.ts";

/** Items that are drawn as one, since there is no room for each: from `x` on, in pixels. */
export interface Group {
  readonly x: number;
  readonly width: number;
  readonly items: Item[];
}

// Bars narrower than this, in pixels, cannot be told MARK when they touch.
export const THIN = 5;
// The width of a mark, in pixels.
const MARK = 17;

/** The bars of a track that can be seen. */
export function barsOf(track: readonly Item[], view: View, width: number): Group[] {
  const groups: Group[] = [];
  for (const item of inView(track, view)) {
    const x = view.x(item.from, width);
    const end = view.x(item.to, width);
    const last = groups.at(-1);
    const joins = last !== undefined && end - x < THIN && last.width <= 2 * THIN && x - last.x < THIN;
    if (!joins) groups.push({ x, width: Math.max(THIN, end - x), items: [item] });
    else last.items.push(item);
  }
  return groups;
}

/** Marks that would lie on each other, with a place for each kind. */
export interface MarkGroup extends Group {
  /** How many there are of each kind. */
  readonly kinds: Map<MarkKind, number>;
}

/** The marks of a row that can be seen. */
export function marksOf(marks: readonly Item[], view: View, width: number): MarkGroup[] {
  const groups: MarkGroup[] = [];
  for (const item of inView(marks, view)) {
    if (!("mark" in item.what)) continue;
    const { kind } = item.what.mark;
    const x = view.x(item.from, width);
    const last = groups.at(-1);
    if (last && x < last.x + MARK * last.kinds.size) add(last, item, kind);
    else groups.push({ x, width: MARK, items: [item], kinds: new Map([[kind, 1]]) });
  }
  return groups;
}

function add({ items, kinds }: MarkGroup, item: Item, kind: MarkKind): void {
  items.push(item);
  kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
}

function inView(items: readonly Item[], view: View): Item[] {
  return items.filter(({ from, to }) => to >= view.from && from <= view.to);
}
