import { readableDuration } from "../../../src/text/readable-duration.ts";
import { type Html, html } from "../../../src/timeline/page/html.ts";
import type { ObservedTurn } from "../play/observed.ts";

/** More turns are no picture any more. */
const MOST = 12;

/** The turns of a run, as a table: which message ran when, and how that ended. */
export function pictureOf(turns: readonly ObservedTurn[]): Html {
  const shown = turns.slice(0, MOST);
  const rest = turns.length - shown.length;
  return html`<table class="figures"><thead><tr><th>message</th><th>from</th><th>to</th><th>ended</th></tr></thead>
<tbody>${shown.map(
    ({ messageIds, startedAt, endedAt, end }) =>
      html`<tr><td>${messageIds.join(", ")}</td><td>${readableDuration(startedAt)}</td><td>${readableDuration(endedAt)}</td><td>${end}</td></tr>`,
  )}</tbody></table>${rest > 0 ? html`<p>and ${rest} more</p>` : html``}`;
}
