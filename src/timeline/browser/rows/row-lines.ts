import { sizes } from "../chart/sizes.ts";
import type { View } from "../chart/view.ts";
import type { Item, Row } from "./rows.ts";

const SVG = "http://www.w3.org/2000/svg";

/**
 * What a row shows of its arrivals and waits: two paths, however many there are. An element for each would make three
 * of what a turn needs one for, and zooming as much slower.
 */
export class RowLines {
  readonly element = document.createElementNS(SVG, "svg");
  readonly #arrivals = document.createElementNS(SVG, "path");
  readonly #waits = document.createElementNS(SVG, "path");
  readonly #row: Row;

  constructor(row: Row) {
    this.#row = row;
    this.element.setAttribute("aria-hidden", "true");
    this.#arrivals.setAttribute("class", "arrivals");
    this.#waits.setAttribute("class", "waits");
    this.element.append(this.#arrivals, this.#waits);
  }

  /** Where the tracks begin, below marks and arrivals, in pixels. */
  get top(): number {
    const { marks, arrivals } = this.#row;
    return (marks.length > 0 ? sizes.marks : 0) + (arrivals.length > 0 ? sizes.arrivals : 0);
  }

  draw(view: View, width: number): void {
    const { arrivals, tracks } = this.#row;
    const seen = arrivals.filter(({ from }) => from >= view.from && from <= view.to);
    this.#arrivals.dataset.count = String(seen.length);
    this.#arrivals.setAttribute("d", triangles(seen, view, width, this.top));
    const waits = tracks.map((track, index) =>
      lines(track, view, width, this.top + (index + 1) * sizes.track),
    );
    this.#waits.setAttribute("d", waits.join(""));
  }
}

/** One for each arrival, but for those that would lie on another. */
function triangles(arrivals: readonly Item[], view: View, width: number, bottom: number): string {
  let path = "";
  let last = Number.NEGATIVE_INFINITY;
  for (const { from } of arrivals) {
    const x = view.x(from, width);
    if (x - last < 1) continue;
    path += `M${x.toFixed(1)} ${bottom - 2}l-4-7h8z`;
    last = x;
  }
  return path;
}

/** From the arrival to the start of each turn; what several wait is one line. */
function lines(track: readonly Item[], view: View, width: number, bottom: number): string {
  let path = "";
  let last = Number.NEGATIVE_INFINITY;
  for (const { since, from } of track) {
    if (from < view.from || since > view.to) continue;
    const begin = Math.max(last, -9, view.x(since, width));
    const end = Math.min(width + 9, view.x(from, width));
    if (end - begin < 1) continue;
    path += `M${begin.toFixed(1)} ${bottom - 2}H${end.toFixed(1)}`;
    last = end;
  }
  return path;
}
