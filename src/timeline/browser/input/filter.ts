import type { ChartElement } from "../chart/chart.ts";

/** A chart with all that belongs to it on the page. */
export interface FilteredChart {
  readonly section: HTMLElement;
  readonly chart: ChartElement;
}

/** Shows the sessions whose key holds what is written into the page's field. Charts without one are not shown. */
export function followFilter(charts: readonly FilteredChart[], onChange: () => void): void {
  const input = document.querySelector<HTMLInputElement>("#session");
  const found = document.querySelector("#found");
  input?.addEventListener("input", () => {
    const text = input.value.trim();
    const counts = charts.map(({ section, chart }) => {
      const count = chart.filter(text);
      section.hidden = count === 0 && text !== "";
      return count;
    });
    const sessions = counts.reduce((sum, count) => sum + count, 0);
    const places = counts.filter((count) => count > 0).length;
    if (found) found.textContent = text === "" ? "" : `Sessions: ${sessions}, charts: ${places}`;
    onChange();
  });
}
