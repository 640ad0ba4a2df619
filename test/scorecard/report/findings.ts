import type { Cell, PeerInfo, Scorecard } from "../scorecard.ts";

/** What a cell says in a table. */
export const signs = {
  ok: "ok",
  fails: "FAILS",
  "not its job": "–",
  "not measured": "?",
} as const;

/** What the signs mean. */
export const legend =
  "ok: played, and right. FAILS: played, and wrong; see below with which event. –: not its job, by its own " +
  "documentation, and not done. ?: not measured.";

/** A cell that is not `ok`, with the row and the column that it is in. */
export interface Finding {
  readonly peer: PeerInfo;
  readonly title: string;
  readonly cell: Cell;
  /** The first thing that was seen, or why nothing was. */
  readonly text: string;
}

/** What has to be explained, by peer, and then by claim. */
export function findings({ peers, claims, cells }: Scorecard): Finding[] {
  return peers.flatMap((peer) =>
    claims.flatMap(({ id, title }) => {
      const cell = cells.find((it) => it.peer === peer.id && it.claim === id);
      if (!cell || cell.word === "ok") return [];
      return [{ peer, cell, title: inOneLine(title), text: textOf(cell) }];
    }),
  );
}

/** The head of a column, or the title of a row, in one line. */
export function inOneLine(text: string): string {
  return text.replaceAll("-\n", "-").replaceAll("\n", " ");
}

/** The cells of a row, as the columns are. */
export function rowOf({ peers, cells }: Pick<Scorecard, "peers" | "cells">, claim: string): Cell[] {
  return peers.flatMap(({ id }) => cells.find((it) => it.peer === id && it.claim === claim) ?? []);
}

/** What is not judged, and why, by reason. */
export function reasonsOf(some: readonly Finding[]) {
  const by = Map.groupBy(some, ({ cell }) => cell.reason);
  return [...by].flatMap(([reason, its]) => {
    const [first] = its;
    if (reason === undefined || !first) return [];
    return [{ word: first.cell.word, reason, titles: its.map(({ title }) => title) }];
  });
}

function textOf({ faults, reason }: Cell): string {
  const [first, ...more] = faults;
  const seen =
    first && `${first.messageId} ${first.what}${more.length > 0 ? `; and ${more.length} more` : ""}`;
  return [reason, seen].filter(Boolean).join(": ");
}
