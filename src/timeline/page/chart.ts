import { readableDuration } from "../../text/readable-duration.ts";
import { harmsIn, markKinds, markMeanings } from "../marks.ts";
import type { Chart, Panel } from "../timeline.ts";
import { shown } from "./data.ts";
import { Html, html } from "./html.ts";

/** One chart: what it is about and its figures, and room for what the script draws. */
export function section(chart: Chart, index: number): Html {
  const { name, about, panels } = chart;
  return html`<section data-chart="${index}" id="chart-${index}" aria-labelledby="name-${index}">
<h2 id="name-${index}">${shown(name)}</h2>
<p>${shown(about ?? "")}</p>
<div class="scroll" role="region" tabindex="0" aria-label="Figures of ${shown(name)}">${figures(panels)}</div>
<div class="tools" role="toolbar" aria-label="Zoom and move in ${shown(name)}"></div>
${panels.map(panelOf)}
</section>`;
}

function panelOf(panel: Panel, index: number): Html {
  const state = harmsIn(panel) > 0 ? "went-wrong" : "went-well";
  return html`<div class="panel" data-panel="${index}">
<h3>${panel.name} <span class="${state}">${panel.summary}</span></h3>
<noscript>The turns are drawn by the page's script.</noscript>
</div>
<details class="list"><summary>${panel.name}: as a table</summary></details>`;
}

interface Figure {
  readonly label: string;
  readonly of: (panel: Panel) => string | number;
}

const allFigures: readonly Figure[] = [
  { label: "turns", of: ({ turns }) => turns.length },
  ...markKinds.map((kind) => ({
    label: markMeanings[kind].label,
    of: ({ marks }: Panel) => marks.filter((mark) => mark.kind === kind).length,
  })),
  { label: "failed", of: ({ turns }) => turns.filter(({ status }) => status === "failed").length },
  { label: "cut off", of: ({ turns }) => turns.filter(({ status }) => status === "cut-off").length },
];

/** What there is of what is drawn, but for what none of the panels has. */
function figures(panels: readonly Panel[]): Html {
  const some = allFigures.filter(({ of }) => panels.some((panel) => of(panel) !== 0));
  const waits = ({ turns }: Panel) =>
    turns.reduce((most, it) => Math.max(most, it.startedAt - it.arrivedAt), 0);
  const columns = [...some, { label: "longest wait", of: (panel: Panel) => readableDuration(waits(panel)) }];
  return html`<table class="figures"><thead><tr><td></td>${columns.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${panels.map(
    (panel) =>
      html`<tr><th scope="row">${panel.name}</th>${columns.map(({ of }) => html`<td>${of(panel)}</td>`)}</tr>`,
  )}</tbody></table>`;
}

/** Links to all charts, with what went wrong in each. */
export function contents(charts: readonly Chart[]): Html {
  const items = charts.map(({ name, panels }, index) => {
    const bad = panels
      .filter((panel) => harmsIn(panel) > 0)
      .map((panel) => `${panel.name}: ${panel.summary}`);
    return html`<li><a href="#chart-${index}">${shown(name)}</a> <span class="went-wrong">${bad.join("; ")}</span></li>`;
  });
  return html`<nav aria-label="Contents"><details ${new Html(charts.length > 1 ? "open" : "")}><summary>Contents</summary><ol>${items}</ol></details></nav>`;
}
