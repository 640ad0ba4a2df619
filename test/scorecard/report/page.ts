import { Html, html } from "../../../src/timeline/page/html.ts";
import { style } from "../../../src/timeline/page/style.ts";
import type { Cell, Scorecard, Word } from "../scorecard.ts";
import { findings, inOneLine, legend, rowOf, signs } from "./findings.ts";
import { pictureOf } from "./picture.ts";

const own = `
.card th, .card td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
.card thead th { white-space: pre-line; vertical-align: bottom; }
.card td { text-align: center; }
.card .ok { color: var(--ok); font-weight: 600; }
.card .fails { color: #fff; background: var(--bad); font-weight: 700; }
.card .ours { border-left: 2px solid var(--soft); }
`;

/** The scorecard as a page that loads nothing: the table, what each word rests on, and the turns of what failed. */
export function pageOf(card: Scorecard): string {
  const { at, machine, seed, tookMs } = card;
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Scorecard – feishu-dispatch-dedup</title>
<style>${new Html(style + own)}</style>
<header><h1>Scorecard</h1>
<p>${at.slice(0, 10)}, on ${machine}; seed ${seed}; played in ${Math.round(tookMs / 1000)} s. ${legend}</p></header>
<main>
<section class="scroll">${tableOf(card)}</section>
<section><h2>How each was set up</h2>${card.peers.map(
    ({ name, versions, setting, documentedAt }) =>
      html`<h3>${name}</h3><p>${versionsIn(versions)}: ${setting}. <a href="${documentedAt}">Its documentation</a></p>`,
  )}</section>
${card.peers.map(({ id, name }) => sectionOf(card, id, name))}
</main>
</html>
`.text;
}

const look: Readonly<Record<Word, string>> = {
  ok: "ok",
  fails: "fails",
  "not its job": "other",
  "not measured": "other",
};

function tableOf(card: Scorecard): Html {
  const firstOfOurs = card.peers.find(({ isOurs }) => isOurs)?.id;
  const border = (peer: string) => (peer === firstOfOurs ? "ours" : "");
  const cell = ({ word, peer, claim }: Cell) =>
    html`<td class="${look[word]} ${border(peer)}" title="${word}">${
      word === "ok" ? signs.ok : html`<a href="#${peer}-${claim}">${signs[word]}</a>`
    }</td>`;
  return html`<table class="card"><thead><tr><th></th>${card.peers.map(
    ({ id, heading, name }) => html`<th class="${border(id)}" title="${name}">${heading}</th>`,
  )}</tr></thead>
<tbody>${card.claims.map(
    ({ id, title, about }) =>
      html`<tr><th title="${about}">${inOneLine(title)}</th>${rowOf(card, id).map(cell)}</tr>`,
  )}</tbody></table>`;
}

function sectionOf(card: Scorecard, id: string, name: string): Html {
  const its = findings(card).filter(({ peer }) => peer.id === id);
  if (its.length === 0) return html``;
  return html`<section><h2>${name}</h2>${its.map(({ cell, title, text }) => {
    const { turns = [] } = cell.run ?? {};
    return html`<h3 id="${id}-${cell.claim}">${title}: ${cell.word}</h3><p>${text}</p>${
      cell.word === "fails" ? pictureOf(turns) : html``
    }`;
  })}</section>`;
}

function versionsIn(versions: Readonly<Record<string, string>>): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
}
