import { expect, test } from "vitest";
import type { Fact } from "../../src/journal/facts.ts";
import { Journal } from "../../src/journal/journal.ts";

const about = { row: 1, turnId: "t-1", account: "default", sessionKey: "s" };

test("facts are numbered and dated, and everybody who listens hears each once, in order", () => {
  let now = 7;
  const journal = new Journal({ now: () => now++ });
  const heard: Fact[][] = [[], []];
  const [first, second] = heard.map((facts) => journal.subscribe((fact) => void facts.push(fact)));
  const note = journal.about(about);
  note({ type: "started", attempt: 1 });
  first?.();
  note({ type: "ended", outcome: "completed" });
  second?.();
  note({ type: "left" });
  expect(heard).toEqual([
    [{ seq: 1, at: 7, ...about, type: "started", attempt: 1 }],
    [
      { seq: 1, at: 7, ...about, type: "started", attempt: 1 },
      { seq: 2, at: 8, ...about, type: "ended", outcome: "completed" },
    ],
  ]);
});

test("who throws is told of, and disturbs neither the others nor what is noted", () => {
  const faults: unknown[] = [];
  const journal = new Journal({ report: (fault) => void faults.push(fault) });
  const types: string[] = [];
  journal.subscribe(() => {
    throw new Error("broken");
  });
  journal.subscribe(({ type }) => void types.push(type));
  journal.note({ type: "refused", account: "default", code: "ERR_WEBHOOK_TYPE" });
  expect([types, faults]).toEqual([["refused"], [new Error("broken")]]);
});

test("what was thrown is heard beside its fact, and is no part of it", () => {
  const journal = new Journal();
  const thrown: unknown[] = [];
  let told = "";
  journal.subscribe((fact, error) => {
    thrown.push(error);
    told = JSON.stringify(fact);
  });
  journal.about(about)({ type: "dead", error: "ERR_X: gone" }, new Error("a secret"));
  expect(thrown).toEqual([new Error("a secret")]);
  expect(told).not.toContain("secret");
});

test.each([
  [false, {}],
  [true, { text: "hello" }],
])("with texts %s a fact may say %j", (texts, said) => {
  expect(new Journal({ texts }).said("hello")).toEqual(said);
});
