import { createHash } from "node:crypto";
import { failuresFirst, markKinds, markMeanings } from "../marks.ts";
import type { Timeline } from "../timeline.ts";
import { contents, section } from "./chart.ts";
import { dataOf } from "./data.ts";
import { Html, html } from "./html.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";

/**
 * A timeline as a web page of its own. It loads nothing, and runs nothing but its own script: whatever stands in
 * names and texts. What went wrong comes first.
 */
export function pageOf(timeline: Timeline): string {
  const charts = failuresFirst(timeline.charts);
  const { title, about } = timeline;
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title} – feishu-dispatch-dedup</title>
<style>${new Html(style)}</style>
<header><h1>${title}</h1><p>${about ?? ""}</p></header>
<main>
<search><label for="session">Filter by session</label> <input id="session" type="search" autocomplete="off" spellcheck="false">
<output id="found" for="session"></output></search>
${legend()}
${contents(charts)}
${charts.map(section)}
</main>
<script type="text/plain" id="data">${new Html(dataOf({ title, about, charts }))}</script>
<script type="module">${new Html(script)}</script>
</html>
`.text;
}

const policy = [
  "default-src 'none'",
  `style-src '${hashOf(style)}'`,
  `script-src '${hashOf(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function legend(): Html {
  const bars = [
    ["bar ok", "turn"],
    ["bar harm", "× taken over, ! failed"],
    ["bar cut-off", "cut off"],
    ["wait", "waits"],
  ] as const;
  const marks = markKinds.map((kind) => {
    const { symbol, label, isHarm } = markMeanings[kind];
    const look = kind === "arrival" ? "arrival" : `badge ${isHarm ? "harm" : ""} ${kind}`;
    return html`<li><span class="${look}">${kind === "arrival" ? "" : symbol}</span> ${label}</li>`;
  });
  return html`<details class="legend" open><summary>What is drawn, and how to move in it</summary>
<ul>${bars.map(([look, label]) => html`<li><span class="${look}"></span> ${label}</li>`)}${marks}</ul>
<p>Drag, or turn the wheel with Shift, to move; turn it with Ctrl, pinch or double-click to zoom. With the keyboard: the
arrows go from one to the next, Home and End to the first and the last, + − 0 zoom, Shift with an arrow moves. Times are
since the start, in h:min:s. Hatched time is left out: nothing happens in it.</p></details>`;
}
