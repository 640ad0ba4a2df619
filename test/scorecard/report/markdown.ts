import { markdownTable } from "../../support/measurements/markdown-table.ts";
import type { Scorecard } from "../scorecard.ts";
import { findings, inOneLine, rowOf, signs } from "./findings.ts";

/** The scorecard for a page of the documentation: the table, how each peer was set up, and what failed. */
export function markdownOf(card: Scorecard): string {
  const heads = card.peers.map(({ heading }) => inOneLine(heading));
  const rows = card.claims.map(({ id, title }) => [
    inOneLine(title),
    ...rowOf(card, id).map(({ word }) => signs[word]),
  ]);
  const failures = findings(card).filter(({ cell }) => cell.word === "fails");
  return [
    markdownTable(["", ...heads], rows),
    "",
    "“ok”: played, and right. “FAILS”: played, and wrong, as said below. “–”: not its job, by its own documentation, and " +
      `not done. “?”: not measured. Fixtures by chance have the seed ${card.seed}.`,
    "",
    ...card.peers.map(
      ({ name, heading, setting, documentedAt, shows }) =>
        `- **${inOneLine(heading)}**, ${name}: ${setting} ([documentation](${documentedAt})). At its best in “${titleOf(card, shows)}”.`,
    ),
    "",
    "What failed, each with the first event that shows it:",
    "",
    ...failures.map(({ peer, title, text }) => `- ${peer.name}, ${title}: ${text}.`),
  ].join("\n");
}

/** What a claim is called. */
function titleOf({ claims }: Pick<Scorecard, "claims">, claim: string): string {
  return inOneLine(claims.find(({ id }) => id === claim)?.title ?? claim);
}

/** All versions, by package. */
export function versionsOf({ peers }: Pick<Scorecard, "peers">): Record<string, string> {
  const others = peers.filter(({ isOurs }) => !isOurs);
  return Object.assign({}, ...others.map(({ versions }) => versions));
}
