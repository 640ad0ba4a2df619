import { element } from "../elements/elements.ts";
import { RowElement, shown } from "../rows/row-element.ts";
import type { Item, Row } from "../rows/rows.ts";
import { Axis } from "./axis.ts";
import { type Place, placesOf } from "./sizes.ts";
import { lastAtMost, type TimeScale } from "./time-scale.ts";
import type { View } from "./view.ts";

// Rows just outside the window are drawn too, in pixels, so that scrolling shows no empty ones.
const AHEAD = 150;

/** One panel of a chart as it is seen: its axis, and those of its rows that are in the window. */
export class PanelElement {
  readonly element = element("div", { class: "plot" });
  readonly rows = element("div", { class: "rows", role: "group", tabindex: "-1" });
  readonly #axis = new Axis();
  #elements = new Map<Row, RowElement>();
  #places: Place[] = [];
  #isNarrow = false;
  #rows: readonly Row[] = [];
  #top = 0;
  #width = 0;
  /** Where the keyboard is. */
  current: Item | undefined;

  constructor(name: string) {
    this.rows.setAttribute("aria-label", name);
    this.element.append(this.#axis.element, this.rows);
  }

  get places(): readonly Place[] {
    return this.#places;
  }

  show(rows: readonly Row[]): void {
    this.#rows = rows;
    this.#place(this.#isNarrow);
  }

  /** Before anything is drawn: each look behind a change would have the browser lay out the page once more. */
  measure(): void {
    this.#top = this.rows.getBoundingClientRect().top;
    this.#width = this.#axis.width;
  }

  draw(scale: TimeScale, view: View): void {
    const [top, width] = [this.#top, this.#width];
    const narrow = matchMedia("(max-width: 640px)").matches;
    if (narrow !== this.#isNarrow) this.#place(narrow);
    const seen = this.#within(-top - AHEAD, innerHeight - top + AHEAD);
    if (seen.length > 0) this.#axis.draw(scale, view, width, this.#restarts());
    for (const [row, it] of this.#elements) if (!seen.some((place) => place.row === row)) this.#drop(row, it);
    for (const place of seen) this.#drawRow(place, view, width);
    this.#rove();
  }

  /** The element that shows an item, if it is drawn. */
  find(item: Item): HTMLElement | undefined {
    return [...this.rows.querySelectorAll("button")].find((it) => shown.get(it)?.includes(item));
  }

  #place(narrow: boolean): void {
    this.#isNarrow = narrow;
    this.#places = placesOf(this.#rows, narrow);
    const last = this.#places.at(-1);
    this.rows.style.height = `${last ? last.top + last.height : 0}px`;
    for (const [row, it] of this.#elements) this.#drop(row, it);
    this.rows.prepend(this.#axis.grid);
  }

  /** Places of what belongs to all sessions. */
  #restarts(): number[] {
    const common = this.#rows.find(({ session }) => session === undefined);
    return common?.marks.map(({ from }) => from) ?? [];
  }

  #drop(row: Row, it: RowElement): void {
    it.element.remove();
    this.#elements.delete(row);
  }

  #within(from: number, to: number): Place[] {
    const first = lastAtMost(this.#places.length, (index) => this.#places[index]?.top ?? 0, from);
    const last = lastAtMost(this.#places.length, (index) => this.#places[index]?.top ?? 0, to);
    return this.#places.slice(Math.max(0, first), last + 1);
  }

  #drawRow({ row, top, height }: Place, view: View, width: number): void {
    const known = this.#elements.get(row);
    const it = known ?? new RowElement(row);
    if (!known) {
      this.#elements.set(row, it);
      this.rows.append(it.element);
      it.element.style.top = `${top}px`;
      it.element.style.height = `${height}px`;
    }
    it.draw(view, width);
  }

  /** One element of the panel can be reached by Tab: where the keyboard was, or the first that is seen. */
  #rove(): void {
    const { current } = this;
    const now = (current && this.find(current)) ?? this.#first();
    for (const it of this.rows.querySelectorAll('[tabindex="0"]'))
      if (it !== now) it.setAttribute("tabindex", "-1");
    now?.setAttribute("tabindex", "0");
  }

  #first(): HTMLElement | undefined {
    const since = (it: Element) => shown.get(it)?.[0]?.from ?? 0;
    const buttons = [...(this.rows.querySelector(".row:has(button)")?.querySelectorAll("button") ?? [])];
    return buttons.sort((a, b) => since(a) - since(b))[0];
  }
}
