import { ChartElement } from "./chart/chart.ts";
import { dataIn } from "./data.ts";
import { Details } from "./details/details.ts";
import { listWhenOpened } from "./details/list.ts";
import { type FilteredChart, followFilter } from "./input/filter.ts";
import { followKeyboard } from "./input/keyboard.ts";
import { followPointer } from "./input/pointer.ts";

void start();

/** Brings the page to life: draws what stands in it as data. */
async function start(): Promise<void> {
  const { charts } = await dataIn(document.getElementById("data")?.textContent ?? "");
  const sections = [...document.querySelectorAll<HTMLElement>("[data-chart]")];
  const drawn = sections.flatMap((section, index): FilteredChart[] => {
    const chart = charts[index];
    return chart ? [{ section, chart: follow(section, new ChartElement(section, chart)) }] : [];
  });
  const drawAll = () => {
    for (const { chart } of drawn) chart.draw();
  };
  new Details(document.body);
  followFilter(drawn, drawAll);
  for (const event of ["scroll", "resize"]) addEventListener(event, drawAll, { passive: true });
  // What is opened or closed moves all that is below it.
  document.addEventListener("toggle", drawAll, { capture: true });
}

function follow(section: HTMLElement, chart: ChartElement): ChartElement {
  const lists = section.querySelectorAll<HTMLDetailsElement>("details.list");
  for (const [index, panel] of chart.panels.entries()) {
    followPointer(chart, panel.rows);
    followKeyboard(chart, panel);
    const list = lists[index];
    if (list) listWhenOpened(list, panel);
  }
  return chart;
}
