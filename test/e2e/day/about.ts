import type { Fault } from "./check/fault.ts";
import type { Journal } from "./check/journal.ts";

/** A fault, and everything that happened to what it is about. */
export function explained({ kind, asks, text }: Fault, journal: Journal): string {
  const story = asks.map((ask) => lines(about(ask, journal)).replaceAll(/^(?=.)/gm, "    "));
  return `${kind}: ${text}\n${story.join("")}`;
}

/** As a file of JSON Lines. */
export function lines(journal: Journal): string {
  return journal.map((entry) => `${JSON.stringify(entry)}\n`).join("");
}

/** Everything that happened to one ask. */
function about(ask: string, journal: Journal): Journal {
  const [asked] = journal.filter((entry) => entry.what === "asked" && entry.ask === ask);
  const places = asked?.what === "asked" ? asked.places : [];
  const turns = journal.flatMap((entry) =>
    entry.what === "turn-began" && entry.ask === ask ? entry.turn : [],
  );
  return journal.filter((entry) => {
    if ("ask" in entry) return entry.ask === ask;
    if (entry.what === "turn-ended") return turns.includes(entry.turn);
    return (entry.what === "said" || entry.what === "confirmed") && places.includes(entry.place);
  });
}
