import { explained } from "../day/about.ts";
import { check } from "../day/check/check.ts";
import type { Journal } from "../day/check/journal.ts";
import { type Account, imbalances } from "./accounts.ts";
import { type Growth, growthOf, leaks } from "./growth.ts";
import type { Stretch } from "./spend.ts";
import type { Watch } from "./watch.ts";

/** What a soak has shown. */
export interface SoakReport {
  /** What was done, and what came of it. */
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly accounts: readonly Account[];
  readonly growths: readonly Growth[];
  readonly failures: readonly string[];
}

interface Seen {
  readonly watches: readonly Watch[];
  readonly journal: Journal;
  /** The time in which nothing may grow. */
  readonly half: Stretch;
  readonly accounts: readonly Account[];
  readonly counts: SoakReport["counts"];
}

/** Of so many faults everything is told that led to them; where there are more, they have the same cause. */
const EXPLAINED = 5;

export function reportOf({ watches, journal, half, accounts, counts }: Seen): SoakReport {
  const faults = check(inDoubt(journal));
  const growths = watches.flatMap((watch) => growthOf(watch, half, turnsOf(watch.name, journal, half)));
  return {
    ...{ counts, accounts, growths },
    failures: [
      ...faults.slice(0, EXPLAINED).map((fault) => explained(fault, journal).trimEnd()),
      ...faults.slice(EXPLAINED).map(({ kind, text }) => `${kind}: ${text}`),
      ...accounts.flatMap(imbalances),
      ...growths.filter(leaks).map(({ gateway, measure }) => `${gateway}: ${measure} grows`),
    ],
  };
}

/**
 * The same, for a judge who knows of no database: what a gateway refuses may be kept all the same, where that has done what
 * it was no longer waited for. So it is like an answer that did not come.
 */
function inDoubt(journal: Journal): Journal {
  return journal.map((entry) =>
    entry.what === "push-ended" && entry.outcome === "refused" ? { ...entry, outcome: "timeout" } : entry,
  );
}

/** How many turns a gateway's agent was asked for in that time. */
function turnsOf(gateway: string, journal: Journal, { firstEntry, lastEntry }: Stretch): number {
  const asks = new Set(
    journal.flatMap((entry) => (entry.what === "asked" && entry.gateway === gateway ? entry.ask : [])),
  );
  const entries = journal.slice(firstEntry, lastEntry);
  return entries.filter((entry) => entry.what === "turn-began" && asks.has(entry.ask)).length;
}
