/**
 * Colours that people who see fewer of them can tell apart, blue, orange, purple and teal, for light and dark; each
 * has a sign besides its colour. All texts on them have a contrast of 4.5 and more.
 */
export const style = `
:root { color-scheme: light dark; --ink: light-dark(#1c2430, #e4e8ee); --soft: light-dark(#566070, #a3adba);
  --line: light-dark(#dde1e7, #323945); --page: light-dark(#f6f7f9, #14181e); --card: light-dark(#fff, #1b2028);
  --ok: light-dark(#0b62a8, #2474b5); --bad: light-dark(#a83a06, #bd4a10); --cut: light-dark(#aab1bd, #5d6675);
  --barrier: light-dark(#6b3fa0, #7d54b3); --bypass: light-dark(#00695c, #0a7568); --wrong: light-dark(#a83a06, #f0915f);
  --label: 12rem; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1.25rem 4rem; max-width: 96rem; background: var(--page); color: var(--ink);
  font: 14px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.05rem; margin: 0; }
h3 { font-size: .85rem; margin: .9rem 0 .2rem; font-weight: 600; }
p { margin: .15rem 0 .6rem; color: var(--soft); }
a { color: inherit; }
.went-wrong { color: var(--wrong); font-weight: 400; }
.went-well { color: var(--soft); font-weight: 400; }
section, nav, .legend { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  padding: .9rem 1.1rem; margin: .8rem 0; }
section { scroll-margin-top: 3.5rem; }
search { display: block; position: sticky; top: 0; z-index: 3; padding: .5rem 0; background: var(--page); }
search input { font: inherit; width: min(26rem, 100%); padding: .3rem .5rem; color: inherit; background: var(--card);
  border: 1px solid var(--soft); border-radius: 5px; }
nav ol { columns: 24rem; column-gap: 2.5rem; margin: .5rem 0 0; padding-left: 1.6rem; }
.legend ul { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; margin: .5rem 0; padding: 0; }
.legend li { display: flex; align-items: center; gap: .35rem; }
.legend span { flex: none; }
.legend .bar, .legend .wait { width: 1.8rem; }
summary { cursor: pointer; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .8rem; overflow-wrap: normal; }
th, td { padding: .1rem .6rem .1rem 0; text-align: left; font-weight: 400; vertical-align: top; }
thead th { color: var(--soft); white-space: nowrap; }
.figures th { white-space: nowrap; }
td { font-variant-numeric: tabular-nums; }
.tools { display: flex; gap: .3rem; flex-wrap: wrap; align-items: center; margin-top: .5rem; }
.tools button, .more { font: inherit; min-width: 2rem; color: inherit; background: var(--page); cursor: pointer;
  border: 1px solid var(--line); border-radius: 5px; padding: .15rem .5rem; }
.list { color: var(--soft); font-size: .8rem; }
.plot { position: relative; }
.axis { position: sticky; top: 2.9rem; z-index: 2; height: 1.5rem; margin-left: var(--label); overflow: clip;
  background: var(--card); border-bottom: 1px solid var(--line); font-size: .72rem; color: var(--soft); }
.axis > * { position: absolute; white-space: nowrap; line-height: 1.5rem; }
.axis span { padding-left: .25rem; border-left: 1px solid var(--line); }
.axis b { font-weight: 400; text-align: center; overflow: hidden; height: 1.5rem; }
.rows { position: relative; touch-action: pan-y; cursor: grab; }
.grid { position: absolute; inset: 0 0 0 var(--label); overflow: clip; pointer-events: none; }
.grid > * { position: absolute; top: 0; bottom: 0; border-left: 1px solid var(--line); }
.grid .restart { border-left: 2px dashed var(--soft); }
.grid b, .axis b { background: repeating-linear-gradient(135deg, var(--line) 0 2px, transparent 2px 7px); }
.row { position: absolute; left: 0; right: 0; border-bottom: 1px solid var(--line); }
.key { position: absolute; left: 0; top: .2rem; width: calc(var(--label) - .6rem); font: .72rem/18px ui-monospace, monospace;
  color: var(--soft); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; direction: rtl; text-align: left; }
.area { position: absolute; inset: 2px 0 0 var(--label); overflow-x: clip; }
.area > * { position: absolute; left: 0; top: 0; }
.bar { height: 19px; border: 0; border-radius: 3px; padding: 0; text-indent: .35rem; overflow: hidden; white-space: nowrap;
  text-align: left; font: .72rem/19px system-ui, sans-serif; color: #fff; background: var(--ok); cursor: pointer; }
.bar.thin { z-index: 1; box-shadow: 0 0 0 1px var(--card); }
.bar.barrier, .badge.barrier { background: var(--barrier); }
.bar.bypass, .badge.bypass { background: var(--bypass); }
.bar.cut-off { color: var(--ink); border: 1px dashed var(--soft);
  background: repeating-linear-gradient(135deg, var(--line) 0 6px, var(--card) 6px 10px); }
.bar.harm { background: var(--bad); color: #fff; }
.area svg { width: 100%; height: 100%; overflow: visible; pointer-events: none; }
.arrivals { fill: var(--soft); }
.waits { stroke: var(--cut); stroke-width: 2px; }
.legend .wait { height: 2px; background: var(--cut); }
.legend .arrival { border: solid transparent; border-width: 7px 4px 0; border-top-color: var(--soft); }
.mark { padding: 0; border: 0; background: none; font: inherit; white-space: nowrap; cursor: pointer; }
.area .mark { margin-left: -8px; }
.badge { display: inline-block; min-width: 16px; height: 16px; padding: 0 2px; border-radius: 8px; text-align: center;
  font: 700 .7rem/16px system-ui, sans-serif; color: var(--card); background: var(--soft); margin-right: 1px; }
.badge[data-text]::before { content: attr(data-text); }
.badge.duplicate, .badge.join { background: var(--ok); }
.badge.duplicate, .badge.join, .badge.barrier, .badge.bypass { color: #fff; }
.badge.harm { background: var(--bad); color: #fff; border-radius: 3px; }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 1px; }
.details { position: fixed; left: 0; top: 0; z-index: 4; max-width: min(34rem, calc(100vw - 1rem)); padding: .5rem .7rem;
  background: var(--card); border: 1px solid var(--soft); border-radius: 6px; box-shadow: 0 3px 14px #0004; font-size: .8rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 .7rem; margin: .1rem 0 .4rem; }
dt { color: var(--soft); }
dd { margin: 0; }
[hidden] { display: none !important; }
@media (max-width: 640px) {
  :root { --label: 0rem; }
  body { padding: .8rem .5rem 3rem; }
  section, nav, .legend { padding: .6rem; }
  .key { position: static; width: auto; direction: ltr; height: 18px; }
  .area { top: 20px; }
  .axis { top: 4.2rem; }
}
@media (forced-colors: active) { .bar, .badge { border: 1px solid CanvasText; } .bar.harm { border-width: 3px; } }
@media print { .tools, search, .list, .details { display: none; } section { break-inside: avoid; } }
`;
