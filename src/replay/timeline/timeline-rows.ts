import { readableDuration } from "../report/readable-duration.ts";
import type { Run, TurnReport } from "../report/report.ts";
import { type Html, html } from "./html.ts";
import type { TimeScale } from "./time-scale.ts";

/** The turns of one run: a row for each session, and more of them where turns ran side by side. */
export function rowsOf({ turns }: Run, scale: TimeScale): Html[] {
  const sessions = Map.groupBy(turns, ({ sessionKey }) => sessionKey);
  return [...sessions].map(
    ([key, turns]) => html`<div class="session" title="${key}">
<span class="key">${key}</span>
${sideBySide(turns).map((track) => html`<div class="track">${track.flatMap((turn) => marks(turn, scale))}</div>`)}
</div>`,
  );
}

/** Puts each turn on the first track that is free when it starts. */
function sideBySide(turns: readonly TurnReport[]): TurnReport[][] {
  const tracks: TurnReport[][] = [];
  for (const turn of turns) {
    const free = tracks.find((track) => (track.at(-1)?.endedAt ?? 0) <= turn.startedAt);
    if (free) free.push(turn);
    else tracks.push([turn]);
  }
  return tracks;
}

/** A thin line from the arrival on, and a bar for the turn itself. */
function marks(turn: TurnReport, scale: TimeScale): Html[] {
  const { arrivedAt, startedAt, endedAt, status, text, lane } = turn;
  const wait = html`<i class="wait" style="${extent(scale, arrivedAt, startedAt)}"></i>`;
  const times = `arrived ${readableDuration(arrivedAt)}, waited ${readableDuration(startedAt - arrivedAt)}, ran ${readableDuration(endedAt - startedAt)}`;
  const title = `${text}\n${status}, ${lane}\n${times}`;
  const bar = html`<b class="${status}" style="${extent(scale, startedAt, endedAt)}" title="${title}">${text}</b>`;
  return startedAt > arrivedAt ? [wait, bar] : [bar];
}

function extent(scale: TimeScale, from: number, to: number): string {
  const left = scale.place(from);
  return `left:${percent(left)};width:${percent(scale.place(to) - left)}`;
}

export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(3)}%`;
}
