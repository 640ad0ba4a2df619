/** What the board adds to the style of timelines, in the same colours. */
export const style = `
.board .head { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: baseline; }
.board .head h1 { margin-right: auto; }
.board header { position: static; }
.board .state::before { content: "● "; color: var(--soft); }
[data-state="connected"] .state::before { color: var(--ok); }
[data-state="away"] .state, [data-state="locked"] .state { color: var(--wrong); }
.board .said:not(:empty) { display: block; padding: .4rem .7rem; border-left: 3px solid var(--ok); background: var(--card); }
.board .figures-row { display: flex; flex-wrap: wrap; gap: .6rem 2rem; align-items: end; }
.board .figures-row dl { display: flex; flex-wrap: wrap; gap: .5rem 1.6rem; margin: 0; }
.board .figures-row dl > div { display: flex; flex-direction: column-reverse; }
.board .figures-row dd { font-size: 1.35rem; font-variant-numeric: tabular-nums; line-height: 1.2; }
.board .figures-row.harm .hung dd { color: var(--wrong); font-weight: 600; }
.spark { width: 15rem; height: 2.5rem; border-bottom: 1px solid var(--soft); fill: var(--ok); }
.rows-table { width: 100%; font-size: .85rem; }
.rows-table th, .rows-table td { padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); }
.rows-table td { overflow-wrap: anywhere; }
.rows-table tr.harm { background: color-mix(in srgb, var(--bad) 12%, transparent); }
.rows-table tr.harm td:first-child { box-shadow: inset 3px 0 var(--bad); padding-left: .6rem; }
.sessions > .scroll td:nth-child(1), .hung td:nth-child(1), .not-run td:nth-child(2), .not-run td:nth-child(5) {
  font: .78rem/1.5 ui-monospace, monospace; }
.sessions > .scroll td:nth-child(2), .sessions > .scroll td:nth-child(4), .hung td:nth-child(2), .hung td:nth-child(4) { white-space: nowrap; }
button.link { all: unset; cursor: pointer; text-decoration: underline dotted; overflow-wrap: anywhere; }
button.link:focus-visible { outline: 2px solid var(--ink); outline-offset: 1px; }
button.link[aria-expanded="true"] { font-weight: 700; }
button.action { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--soft); border-radius: 5px;
  padding: .1rem .55rem; margin: 0 .3rem .2rem 0; cursor: pointer; white-space: nowrap; flex: none; }
button.action:disabled { color: var(--soft); border-color: var(--line); cursor: default; }
button.go { background: var(--bad); border-color: var(--bad); color: #fff; }
.pager { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin-top: .6rem; }
.detail { margin-top: 1rem; padding-top: .3rem; border-top: 2px solid var(--line); }
dialog { width: min(60rem, calc(100vw - 1rem)); max-height: calc(100vh - 2rem); padding: 1rem 1.2rem; color: var(--ink);
  background: var(--card); border: 1px solid var(--soft); border-radius: 8px; overflow-y: auto; }
dialog::backdrop { background: #0008; }
.dialog-head { display: flex; gap: 1rem; justify-content: space-between; align-items: start; }
.steps { list-style: none; padding: 0; }
.steps li { display: flex; gap: .8rem; }
.steps time { flex: none; min-width: 4.6rem; font-variant-numeric: tabular-nums; color: var(--soft); }
.way-chart { --label: 0rem; }
.way-chart .key { display: none; }
.way-chart .axis { top: 0; }
@media (max-width: 640px) {
  .board search label { display: block; }
  .rows-table thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .rows-table, .rows-table tbody, .rows-table tr, .rows-table td { display: block; }
  .rows-table tr { padding: .5rem 0; border-bottom: 1px solid var(--soft); }
  .rows-table td { border: 0; padding: .1rem 0; max-width: 100%; }
  .sessions > .scroll td:nth-child(2), .sessions > .scroll td:nth-child(3), .sessions > .scroll td:nth-child(4),
  .hung td:nth-child(2), .hung td:nth-child(3), .hung td:nth-child(4),
  .detail td:nth-child(1), .detail td:nth-child(3), .dead td:nth-child(1), .dead td:nth-child(3) {
    display: inline-block; margin-right: 1rem; }
  section:not(.not-run, .gateways) .rows-table td:last-child::before { content: none; }
  .rows-table td:empty { display: none; }
  .rows-table td::before { content: attr(data-label) ": "; color: var(--soft); font: .8rem system-ui, sans-serif; }
}
@media (forced-colors: active) { .spark { fill: CanvasText; } tr.harm { border-left: 4px solid CanvasText; } }
`;
