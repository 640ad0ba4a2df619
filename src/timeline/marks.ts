import type { Chart, MarkKind, Panel } from "./timeline.ts";

/** What a kind of mark means, and how it looks. */
export interface MarkMeaning {
  readonly label: string;
  /** One character of those that every font has. */
  readonly symbol: string;
  /** It must not happen. */
  readonly isHarm: boolean;
}

/** Every kind of mark, in the order in which they are listed: harms first. */
export const markMeanings: Readonly<Record<MarkKind, MarkMeaning>> = {
  takeover: { label: "taken over", symbol: "×", isHarm: true },
  lost: { label: "lost", symbol: "?", isHarm: true },
  twice: { label: "answered twice", symbol: "2", isHarm: true },
  "out-of-order": { label: "out of order", symbol: "↔", isHarm: true },
  arrival: { label: "arrived", symbol: "▼", isHarm: false },
  ack: { label: "acknowledged", symbol: "✓", isHarm: false },
  reply: { label: "replied", symbol: "↩", isHarm: false },
  barrier: { label: "barrier", symbol: "|", isHarm: false },
  bypass: { label: "bypass", symbol: "»", isHarm: false },
  duplicate: { label: "duplicate, caught", symbol: "=", isHarm: false },
  join: { label: "joined", symbol: "+", isHarm: false },
  "not-run": { label: "not run", symbol: "–", isHarm: false },
  recall: { label: "recalled", symbol: "←", isHarm: false },
  restart: { label: "restart", symbol: "■", isHarm: false },
};

/** Every kind of mark, in that order. */
export const markKinds = Object.keys(markMeanings) as MarkKind[]; // the keys of that record

/** How many of its marks say that something went wrong. */
export function harmsIn({ marks }: Panel): number {
  return marks.filter(({ kind }) => markMeanings[kind].isHarm).length;
}

/** The charts in which something went wrong first: those whose last panel shows it, then those with an earlier one. */
export function failuresFirst(charts: readonly Chart[]): Chart[] {
  const weight = ({ panels }: Chart) => panels.findLastIndex((panel) => harmsIn(panel) > 0);
  return charts.toSorted((a, b) => weight(b) - weight(a));
}
