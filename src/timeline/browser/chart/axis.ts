import { readableDuration } from "../../../text/readable-duration.ts";
import { element, put } from "../elements/elements.ts";
import { Pool } from "../elements/pool.ts";
import { breaksOf, ticksOf } from "./ticks.ts";
import type { TimeScale } from "./time-scale.ts";
import type { View } from "./view.ts";

// How wide the time of a gap is, in pixels.
const LABEL = 44;

/** The times above a panel's rows, and the lines that lead from them through the rows. */
export class Axis {
  readonly element = element("div", { class: "axis", "aria-hidden": "true" });
  readonly grid = element("div", { class: "grid", "aria-hidden": "true" });
  readonly #ticks = new Pool<string>(this.element);
  readonly #lines = new Pool<string>(this.grid);

  /** How much room the rows have for time, in pixels. */
  get width(): number {
    return this.element.clientWidth;
  }

  /** @param restarts places of what concerns all rows */
  draw(scale: TimeScale, view: View, width: number, restarts: readonly number[]): void {
    const ticks = ticksOf(scale, view, width);
    for (const { x, label } of ticks) this.#drawTick(x, label);
    for (const { from, to, ms, until } of breaksOf(scale, view, width)) {
      const isFree = to - from > LABEL && !ticks.some(({ x }) => x > from - LABEL && x < to);
      const label = isFree ? readableDuration(ms) : "";
      const title = `${readableDuration(ms)} in which nothing happens`;
      const time = this.#ticks.take(`until ${until} ${label}`, () => element("b", { title, text: label }));
      const gap = this.#lines.take(`until ${until}`, () => element("b"));
      for (const it of [time, gap]) put(it, from, 0, to - from);
    }
    for (const place of restarts) {
      const line = this.#lines.take(`at ${place}`, () => element("i", { class: "restart" }));
      put(line, view.x(place, width), 0);
    }
    this.#ticks.sweep();
    this.#lines.sweep();
  }

  #drawTick(x: number, label: string): void {
    const time = this.#ticks.take(label, () => element("span", { text: label }));
    const line = this.#lines.take(label, () => element("i"));
    for (const it of [time, line]) put(it, x, 0);
  }
}
