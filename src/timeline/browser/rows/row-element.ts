import { markMeanings } from "../../marks.ts";
import { sizes } from "../chart/sizes.ts";
import type { View } from "../chart/view.ts";
import { sentenceOf } from "../details/describe.ts";
import { element, put } from "../elements/elements.ts";
import { Pool } from "../elements/pool.ts";
import { barsOf, type Group, type MarkGroup, marksOf, THIN } from "./groups.ts";
import { RowLines } from "./row-lines.ts";
import { type Item, isHarm, type Row } from "./rows.ts";

/** What each drawn element stands for. */
export const shown = new WeakMap<Element, readonly Item[]>();

// A text in a narrower bar, in pixels, could not be read.
const READABLE = 24;
const signs = { ordinary: "", barrier: "| ", bypass: "» " } as const;
const ends = { ok: "", takeover: "× ", failed: "! ", "cut-off": "", running: "… ", waiting: "" } as const;

/** One session as it is seen. */
export class RowElement {
  readonly element = element("div", { class: "row" });
  readonly #area = element("div", { class: "area" });
  readonly #pool = new Pool<Item>(this.#area);
  readonly #lines: RowLines;
  readonly #row: Row;
  /** What was seen when it was drawn. */
  #drawn = "";

  constructor(row: Row) {
    this.#row = row;
    this.#lines = new RowLines(row);
    this.#area.append(this.#lines.element);
    const name = row.session ?? "all sessions";
    this.element.append(element("div", { class: "key", title: name, text: name }), this.#area);
  }

  /** @param width of the area of time, in pixels */
  draw(view: View, width: number): void {
    const seen = `${view.from} ${view.to} ${width}`;
    if (seen === this.#drawn) return;
    this.#drawn = seen;
    this.#lines.draw(view, width);
    for (const group of marksOf(this.#row.marks, view, width)) this.#drawMarks(group);
    for (const [index, track] of this.#row.tracks.entries()) {
      const top = this.#lines.top + index * sizes.track;
      for (const group of barsOf(track, view, width)) this.#drawBar(group, width, top);
    }
    this.#pool.sweep();
  }

  #drawMarks({ x, items, kinds }: MarkGroup): void {
    const [item] = items;
    if (!item) return;
    const make = () => this.#focusable(items, "mark", ...Array.from(kinds, badge));
    put(this.#pool.take(item, make, String(items.length)), x, 0);
  }

  #drawBar({ x, width, items }: Group, whole: number, top: number): void {
    const [item] = items;
    if (!item || !("turn" in item.what)) return;
    const { turn } = item.what;
    const look = `bar ${turn.kind} ${items.some(isHarm) ? "harm" : ""} ${turn.status}`;
    const it = this.#pool.take(item, () => this.#focusable(items, look), String(items.length));
    // A bar that begins before what is seen keeps its text in sight.
    const cut = Math.max(0, -x);
    put(it, x + cut, top, Math.min(width - cut, whole + 10));
    // What lasted but a moment lies on its neighbours.
    it.classList.toggle("thin", width <= THIN);
    const text =
      items.length > 1 ? `${items.length}` : `${signs[turn.kind]}${ends[turn.status]}${turn.text ?? ""}`;
    const label = width - cut > READABLE ? text : "";
    if (it.textContent !== label) it.textContent = label;
  }

  #focusable(items: readonly Item[], look: string, ...children: Node[]): HTMLElement {
    const made = element("button", { type: "button", class: look, tabindex: "-1" }, ...children);
    made.setAttribute("aria-label", sentenceOf(items));
    made.dataset.count = String(items.length);
    shown.set(made, items);
    return made;
  }
}

function badge([kind, count]: readonly [keyof typeof markMeanings, number]): HTMLElement {
  const { symbol, isHarm } = markMeanings[kind];
  const look = `badge ${isHarm ? "harm" : ""} ${kind}`;
  const text = count > 1 ? `${symbol}${count}` : symbol;
  // As an attribute: it is drawn, and is no text that the name of the mark would have to have in it.
  const attributes = { "data-kind": kind, "data-count": String(count), "data-text": text };
  return element("span", { class: look, "aria-hidden": "true", ...attributes });
}
