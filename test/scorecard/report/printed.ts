import { styleText } from "node:util";
import { fitText, tableText } from "../../../src/text/table.ts";
import type { Scorecard, Word } from "../scorecard.ts";
import { findings, legend, reasonsOf, rowOf, signs } from "./findings.ts";

type Style = Parameters<typeof styleText>[0];
type Output = NodeJS.WritableStream & { readonly columns?: number };

const MOST_COLUMNS = 120;

const styles: Readonly<Record<Word, Style>> = {
  ok: "green",
  fails: "red",
  "not its job": "dim",
  "not measured": "dim",
};

/**
 * The scorecard for a terminal, in at most 120 columns: the table, and for each peer the events that show what fails.
 *
 * @param stream where it will be printed; decides about width and colour
 */
export function printed(card: Scorecard, stream: Output): string {
  const columns = Math.min(stream.columns || MOST_COLUMNS, MOST_COLUMNS);
  const narrow: Output = Object.create(stream, { columns: { value: columns } });
  const parts = [tableIn(card, narrow), fitText(legend, narrow)];
  for (const { name, id } of card.peers) {
    const its = findings(card).filter(({ peer }) => peer.id === id);
    const failures = its.filter(({ cell }) => cell.word === "fails");
    const lines = [
      ...failures.map(({ title, text }) => `${signs.fails} ${title}: ${text}`),
      ...reasonsOf(its).map(({ word, reason, titles }) => `${signs[word]} ${titles.join("; ")}: ${reason}`),
    ];
    if (lines.length === 0) continue;
    const head = styleText("bold", name, { stream });
    parts.push([head, ...lines.map((line) => fitText(line, narrow).replaceAll("\n", "\n  "))].join("\n"));
  }
  return parts.join("\n\n");
}

function tableIn(card: Scorecard, stream: Output): string {
  const heads = card.peers.map(({ heading }) => ({ heading }));
  const rows = card.claims.map(({ id, title }) => [
    title,
    ...rowOf(card, id).map(({ word }) => styleText(styles[word], signs[word], { stream })),
  ]);
  return tableText([{ heading: "" }, ...heads], rows, stream);
}
