import type { ChartElement } from "../chart/chart.ts";
import type { PanelElement } from "../chart/panel.ts";
import { shown } from "../rows/row-element.ts";
import type { Item } from "../rows/rows.ts";

/** Goes through turns and marks by the arrow keys, and zooms by + and −. */
export function followKeyboard(chart: ChartElement, panel: PanelElement): void {
  panel.rows.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!zoomed(chart, panel, event) && !moved(chart, panel, event)) return;
    event.preventDefault();
  });
  panel.rows.addEventListener("focusin", ({ target }) => {
    const items = target instanceof Element ? shown.get(target) : undefined;
    if (items && !(panel.current && items.includes(panel.current))) panel.current = items[0];
  });
}

function zoomed(chart: ChartElement, { current }: PanelElement, { key, shiftKey }: KeyboardEvent): boolean {
  const anchor = current && (current.from + current.to) / 2;
  if (key === "+" || key === "=") chart.zoom(1.6, anchor);
  else if (key === "-") chart.zoom(1 / 1.6, anchor);
  else if (key === "0") chart.showAll();
  else if (shiftKey && key === "ArrowLeft") chart.pan(-0.1);
  else if (shiftKey && key === "ArrowRight") chart.pan(0.1);
  else return false;
  return true;
}

function moved(chart: ChartElement, panel: PanelElement, { key }: KeyboardEvent): boolean {
  const next = nextOf(panel, key);
  if (next) goTo(chart, panel, next);
  return next !== undefined;
}

/** Where a key leads from where the keyboard is. */
function nextOf({ places, current }: PanelElement, key: string): Item | undefined {
  const rows = places.map(({ row }) => row.items).filter((items) => items.length > 0);
  const here = Math.max(
    0,
    rows.findIndex((items) => current && items.includes(current)),
  );
  const row = rows[here] ?? [];
  const index = current ? row.indexOf(current) : -1;
  if (key === "ArrowRight") return row[index + 1];
  if (key === "ArrowLeft") return row[index - 1];
  if (key === "Home") return row[0];
  if (key === "End") return row.at(-1);
  if (key === "ArrowDown") return nearest(rows[here + 1], current);
  if (key === "ArrowUp") return nearest(rows[here - 1], current);
  return undefined;
}

/** What is at about the same time. */
function nearest(items: readonly Item[] = [], current: Item | undefined): Item | undefined {
  const at = current?.from ?? 0;
  return items.toSorted((a, b) => Math.abs(a.from - at) - Math.abs(b.from - at))[0];
}

function goTo(chart: ChartElement, panel: PanelElement, item: Item): void {
  panel.current = item;
  const place = panel.places.find(({ row }) => row.items.includes(item));
  const { top } = panel.rows.getBoundingClientRect();
  const y = top + (place?.top ?? 0);
  if (y < 120 || y + (place?.height ?? 0) > innerHeight - 40) scrollBy({ top: y - innerHeight / 2 });
  chart.view.reveal(item.from);
  chart.measure();
  chart.drawNow();
  panel.find(item)?.focus({ preventScroll: true });
}
