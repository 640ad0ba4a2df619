import type { ChartElement } from "../chart/chart.ts";

// Shorter moves, in pixels, are clicks.
const CLICK = 4;

/** Zooms by the wheel with Ctrl and by two fingers, moves by dragging and by the wheel sideways. */
export function followPointer(chart: ChartElement, rows: HTMLElement): void {
  rows.addEventListener("wheel", (event) => onWheel(chart, rows, event), { passive: false });
  rows.addEventListener("dblclick", (event) => chart.zoom(2, anchorOf(chart, rows, event)));
  new Drag(chart, rows);
}

/** The wheel alone scrolls the page, which is longer than a window. */
function onWheel(chart: ChartElement, rows: HTMLElement, event: WheelEvent): void {
  const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
  if (event.ctrlKey || event.metaKey) chart.zoom(Math.exp(-event.deltaY / 300), anchorOf(chart, rows, event));
  else if (Math.abs(sideways) >= Math.abs(event.deltaY) && sideways !== 0)
    chart.pan(sideways / widthOf(rows));
  else return;
  event.preventDefault();
}

/** The place under the pointer, which stays there. */
function anchorOf(chart: ChartElement, rows: HTMLElement, { clientX }: { readonly clientX: number }): number {
  const { left, width } = areaOf(rows);
  return chart.view.placeAt(clientX - left, width);
}

function widthOf(rows: HTMLElement): number {
  return Math.max(1, areaOf(rows).width);
}

/** Of a row that part where time passes. */
function areaOf(rows: HTMLElement): DOMRect {
  return (rows.querySelector(".grid") ?? rows).getBoundingClientRect();
}

class Drag {
  readonly #chart: ChartElement;
  readonly #rows: HTMLElement;
  /** Where each finger, or the mouse, is. */
  readonly #points = new Map<number, number>();
  #moved = 0;

  constructor(chart: ChartElement, rows: HTMLElement) {
    this.#chart = chart;
    this.#rows = rows;
    rows.addEventListener("pointerdown", ({ pointerId, clientX, button }) => {
      if (button !== 0) return;
      this.#points.set(pointerId, clientX);
      this.#moved = 0;
    });
    rows.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"] as const) {
      rows.addEventListener(end, ({ pointerId }) => this.#points.delete(pointerId));
    }
  }

  #move({ pointerId, clientX }: PointerEvent): void {
    const before = this.#points.get(pointerId);
    if (before === undefined) return;
    this.#moved += Math.abs(clientX - before);
    if (this.#moved < CLICK) return;
    this.#rows.setPointerCapture(pointerId);
    const [other] = Array.from(this.#points).filter(([id]) => id !== pointerId);
    this.#points.set(pointerId, clientX);
    if (other) this.#pinch(other[1], before, clientX);
    else this.#chart.pan((before - clientX) / widthOf(this.#rows));
  }

  /** Two fingers: what is between them grows as they move apart. */
  #pinch(other: number, before: number, now: number): void {
    const factor = Math.abs(now - other) / Math.max(1, Math.abs(before - other));
    this.#chart.zoom(
      Math.max(0.1, factor),
      anchorOf(this.#chart, this.#rows, { clientX: (other + now) / 2 }),
    );
  }
}
