import { readableDuration } from "../report/readable-duration.ts";
import type { FixtureReport, Report, Run } from "../report/report.ts";
import { harmsOf, prevented } from "../report/verdict.ts";
import { Html, html } from "./html.ts";
import { TimeScale } from "./time-scale.ts";
import { percent, rowsOf } from "./timeline-rows.ts";
import { style } from "./timeline-style.ts";

// Closer together, as a part of the width, the times on the axis would be printed over each other.
const LABEL_WIDTH = 0.08;

/** The report as a web page of its own: every turn of every session over time. It loads nothing. */
export function timelineOf({ fixtures }: Report): string {
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>feishu-dispatch-dedup: replay</title>
<style>${new Html(style)}</style>
<h1>Replay</h1>
<p>${prevented(fixtures)}</p>
<p class="legend"><b class="line"></b>waits <b></b>turn <b class="takeover"></b>✗ taken over, ! failed <b
class="cut-off"></b>cut off. Hours in which nothing happens are left out.</p>
${fixtures.map(section)}
</html>
`.text;
}

function section(fixture: FixtureReport): Html {
  const turns = [...fixture.without.turns, ...fixture.with.turns];
  const scale = new TimeScale(turns.map(({ arrivedAt, endedAt }) => ({ from: arrivedAt, to: endedAt })));
  return html`<section>
<h2>${fixture.name}</h2>
${panel("without", fixture.without, scale)}
${panel("with", fixture.with, scale)}
</section>`;
}

function panel(heading: string, run: Run, scale: TimeScale): Html {
  return html`<h3>${heading} <span>${harmsOf(run).join(", ") || "nothing went wrong"}</span></h3>
<div class="axis">${labels(scale)}<span class="end">${readableDuration(scale.busy.at(-1)?.to ?? 0)}</span></div>
${rowsOf(run, scale)}`;
}

/** When it starts, and when something happens again after a gap. */
function labels(scale: TimeScale): Html[] {
  let free = 0;
  return scale.busy.flatMap(({ from }) => {
    const place = scale.place(from);
    if (place < free || place > 1 - LABEL_WIDTH) return [];
    free = place + LABEL_WIDTH;
    return [html`<span style="left:${percent(place)}">${readableDuration(from)}</span>`];
  });
}
