import type { StandIn } from "../../../src/stand-in/index.ts";
import type { Entry, Journal } from "./check/journal.ts";

type Counts = Record<string, Record<string, number>>;

/** Counts what was done, and what came of it. */
export class Tally {
  readonly #counts: Counts = {};

  count(group: string, name: string, by = 1): void {
    this.#counts[group] ??= {};
    const counts = this.#counts[group];
    counts[name] = (counts[name] ?? 0) + by;
  }

  /** What was counted, with what the journal tells. */
  counts(journal: Journal, { messages, deliveries }: StandIn): Counts {
    for (const entry of journal) {
      const found = groupOf(entry);
      if (found) this.count(...found);
    }
    const attempts = deliveries.flatMap(({ attempts }) => attempts);
    const first = attempts.filter(({ number }) => number === 1).length;
    this.count("pushes", "twice at once", first - deliveries.length);
    this.count("pushes", "again", attempts.length - first);
    const asked = journal.filter(({ what }) => what === "asked").length;
    this.count("pushes", "under a fresh message id", deliveries.length - asked);
    this.count("pushes", "events acknowledged", deliveries.filter(({ state }) => state === "acked").length);
    const repeats = messages.reduce((sum, message) => sum + message.repeats, 0);
    this.count("said", "repeated under a uuid", repeats);
    const later = journal.filter((entry) => entry.what === "turn-began" && entry.attempt > 1).length;
    this.count("turns", "of a later attempt", later);
    return this.#counts;
  }
}

function groupOf(entry: Entry): [group: string, name: string] | undefined {
  switch (entry.what) {
    case "asked":
      return ["asked", entry.form];
    case "push-ended":
      return ["pushes", entry.isTurnedAway ? "turned away by a toast" : entry.outcome];
    case "turn-ended":
      return ["turns", entry.how];
    case "said":
      return ["said", entry.text.startsWith("re ") ? "by the agent" : "by the gateway"];
    case "gateway-began":
      return ["processes", entry.gateway];
    case "terms":
    case "pushed":
    case "confirmed":
    case "turn-began":
    case "gateway-ended":
      return undefined;
  }
}
