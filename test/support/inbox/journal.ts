import { readFileSync } from "node:fs";

/** What the killed gateways were promised, in the order it was promised. */
export interface Journal {
  /** The row of each event that was acknowledged. */
  readonly acknowledged: ReadonlyMap<string, number>;
  /** Rows whose completion was promised. */
  readonly completed: ReadonlySet<number>;
  /** How often the journal saw each row start. */
  readonly attempts: ReadonlyMap<number, number>;
  /** In words, everything that must not happen. */
  readonly violations: readonly string[];
  readonly lines: number;
}

/** Reads the journal and checks each line against all lines before it. */
export function readJournal(file: string): Journal {
  const acknowledged = new Map<string, number>();
  const completed = new Set<number>();
  const attempts = new Map<number, number>();
  const newest = new Map<string, number>();
  const violations: string[] = [];
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  for (const [number, line] of lines.entries()) {
    const must = (isTrue: boolean, what: string) =>
      isTrue || violations.push(`line ${number + 1}, ${line}: ${what}`);
    const [what = "", first = "", second = "", third = ""] = line.split(" ");
    if (what === "claimed") {
      const known = acknowledged.get(first);
      must(known === undefined || known === Number(third), "the same event is two rows");
      must(second !== "accepted" || known === undefined, "an acknowledged event was accepted again");
      acknowledged.set(first, Number(third));
    } else if (what === "started") {
      const [id, attempt] = [Number(first), Number(second)];
      must(!completed.has(id), "ran again after its completion was promised");
      must(attempt > (attempts.get(id) ?? 0), "the attempt was not counted");
      must(id >= (newest.get(third) ?? 0), "ran after a newer turn of its session");
      attempts.set(id, attempt);
      newest.set(third, id);
    } else if (what === "completed") {
      must(!completed.has(Number(first)), "completed twice");
      completed.add(Number(first));
    } else {
      must(false, "was not expected");
    }
  }
  return { acknowledged, completed, attempts, violations, lines: lines.length };
}
