import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { FactType } from "../../src/gateway/index.ts";

// The compiler knows whether one is missing.
const types = {
  ...{ received: 1, elsewhere: 1, arrived: 1, resumed: 1, waiting: 1, started: 1, replied: 1 },
  ...{ cancelled: 1, retry: 1, hung: 1, ended: 1, dead: 1, left: 1 },
  ...{ lost: 1, recalled: 1, acknowledged: 1, ignored: 1, refused: 1 },
} satisfies Record<FactType, 1>;

const doc = readFileSync("docs/journal.md", "utf8");
const source = readFileSync("src/journal/facts.ts", "utf8");

test("docs/journal.md has a row for each type of fact, and for nothing else", () => {
  const rows = Array.from(doc.matchAll(/^\| `(\w+)` \|/gm), ([, type]) => type);
  expect(rows.toSorted()).toEqual(Object.keys(types).toSorted());
});

test("docs/journal.md names every field and every word of the facts, and no others in its tables", () => {
  const fields = Array.from(source.matchAll(/readonly (\w+)\??:/g), ([, name = ""]) => name);
  const words = Array.from(source.matchAll(/"([a-z][a-z -]*)"/g), ([, word = ""]) => word);
  const known = new Set([...fields, ...words]);
  const named = new Set(Array.from(doc.matchAll(/`([\w -]+)`/g), ([, name = ""]) => name));
  expect([...known].filter((name) => !named.has(name))).toEqual([]);
  const rows = doc.split("\n").filter((line) => line.startsWith("| `"));
  const inTables = rows.flatMap((row) => Array.from(row.matchAll(/`([\w -]+)`/g), ([, name = ""]) => name));
  // An option of the engine, and a word of the inbox.
  const others = ["turnTimeoutMs", "in-progress"];
  expect(inTables.filter((name) => !known.has(name) && !(name in types) && !others.includes(name))).toEqual(
    [],
  );
});
