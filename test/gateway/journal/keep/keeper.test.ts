import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { JournalFile } from "../../../../src/gateway/journal/keep/journal-file.ts";
import { Keeper } from "../../../../src/gateway/journal/keep/keeper.ts";
import type { Fact } from "../../../../src/journal/facts.ts";
import { tempFolder } from "../../../support/inbox/temp.ts";

const DAY_MS = 86_400_000;

const fact = (seq: number, at = seq): Fact => ({
  ...{ seq, at, type: "started", row: seq % 3, turnId: "t", account: "default" },
  ...{ sessionKey: `s${seq % 2}`, attempt: 1 },
});

/** A keeper whose timers fire when the test says so. */
function setUp(file: Pick<JournalFile, "append" | "forget" | "close">) {
  const clock = { now: 10 * DAY_MS };
  const due: Array<() => void> = [];
  const timers = { setTimeout: (callback: () => void) => due.push(callback), clearTimeout: () => {} };
  const faults: [unknown, number][] = [];
  const onFault = (error: unknown, lost: number) => void faults.push([error, lost]);
  const keeper = new Keeper({ file, days: 2, onFault, now: () => clock.now, timers });
  const tick = () => due.splice(0).forEach((callback) => void callback());
  const settle = () => {
    while (due.length > 0) tick();
  };
  return { keeper, clock, due, tick, settle, faults };
}

async function setUpFile() {
  const path = join(tempFolder(), "inbox.sqlite.journal");
  const file = await JournalFile.open(path);
  return { ...setUp(file), file, path };
}

test("facts are kept in order, and found by row, by session and by time", async () => {
  const { keeper, file, path, settle } = await setUpFile();
  const all = Array.from({ length: 1200 }, (_, index) => fact(index + 1, 9 * DAY_MS + index));
  for (const one of all) keeper.hear(one);
  settle();
  expect([...file.read()]).toEqual(all);
  expect([...file.read({ row: 2 })]).toEqual(all.filter(({ seq }) => seq % 3 === 2));
  expect([...file.read({ sessionKey: "s1", since: 9 * DAY_MS + 5, until: 9 * DAY_MS + 9 })]).toEqual([
    all[6],
    all[8],
  ]);
  expect(statSync(path).mode & 0o077).toBe(0);
  keeper.close();
});

test("what is heard is written later, a few at a time, and the rest at the end", async () => {
  const written: number[] = [];
  const { keeper, due, tick } = setUp({
    append: (facts) => void written.push(facts.length),
    forget: () => 0,
    close: () => void written.push(-1),
  });
  for (let seq = 1; seq <= 500; seq += 1) keeper.hear(fact(seq));
  expect([written, due.length]).toEqual([[], 1]);
  tick();
  expect(written).toEqual([200]);
  keeper.close();
  expect(written).toEqual([200, 200, 100, -1]);
});

test("what is too old is forgotten, and nothing else", async () => {
  const { keeper, file, clock, settle } = await setUpFile();
  for (let seq = 1; seq <= 700; seq += 1) keeper.hear(fact(seq, 7 * DAY_MS + seq));
  keeper.hear(fact(701, 8 * DAY_MS));
  settle();
  expect([...file.read()].map(({ seq }) => seq)).toEqual([701]);
  clock.now += DAY_MS;
  keeper.hear(fact(702, clock.now));
  settle();
  expect([...file.read()].map(({ seq }) => seq)).toEqual([702]);
  keeper.close();
});

test("facts that cannot be written are lost, told, and disturb no others", async () => {
  const written: Fact[] = [];
  let isFull = true;
  const { keeper, settle, faults } = setUp({
    append: (facts) => {
      if (isFull) throw new Error("full");
      written.push(...facts);
    },
    forget: () => 0,
    close: () => {},
  });
  keeper.hear(fact(1));
  keeper.hear(fact(2));
  settle();
  isFull = false;
  keeper.hear(fact(3));
  settle();
  expect(faults).toEqual([[new Error("full"), 2]]);
  expect(written.map(({ seq }) => seq)).toEqual([3]);
});

test("no more waits to be written than there is room for", () => {
  const { keeper, settle, faults } = setUp({ append: () => {}, forget: () => 0, close: () => {} });
  for (let seq = 1; seq <= 20_005; seq += 1) keeper.hear(fact(seq));
  settle();
  expect(faults.map(([, lost]) => lost)).toEqual([5]);
});
