/**
 * A day of a busy bot in two minutes, against real gateways: people, trouble, and an independent check of what was
 * seen from outside.
 *
 *     npm run test:day [-- --minutes N --seed N --journal FILE]
 */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Journal } from "./check/journal.ts";
import { playDay } from "./day.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "2" },
    seed: { type: "string" },
    journal: { type: "string" },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
process.stdout.write(`${minutes} minutes, seed ${seed}\n`);
const { counts, faults, journal } = await playDay(minutes, seed);
if (values.journal !== undefined) await writeFile(values.journal, lines(journal));
process.stdout.write(`${JSON.stringify(counts, null, 2)}\n`);
for (const { kind, asks, text } of faults) {
  process.stdout.write(`${kind}: ${text}\n`);
  for (const ask of asks) process.stdout.write(lines(about(ask, journal)).replaceAll(/^(?=.)/gm, "    "));
}
process.stdout.write(`${faults.length} faults, seed ${seed}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;

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

function lines(journal: Journal): string {
  return journal.map((entry) => `${JSON.stringify(entry)}\n`).join("");
}
