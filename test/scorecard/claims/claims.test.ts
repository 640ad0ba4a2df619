import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { deliveriesIn } from "../../../src/replay/fixture/fixture.ts";
import { parseFixture } from "../../../src/replay/fixture/read-fixture.ts";
import { messageIdOf } from "../../../src/replay/fixture/said.ts";
import { claims } from "./index.ts";

const fixtures = claims.map(({ id, fixture }) => {
  const text = "file" in fixture ? readFileSync(`fixtures/${fixture.file}`, "utf8") : fixture.lines(1);
  return parseFixture(text, id);
});

test("no message is in two fixtures: those of a peer may share a process", () => {
  const ids = fixtures.flatMap((it) => [...new Set(deliveriesIn(it).map(messageIdOf))]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(fixtures.every(({ steps }) => steps.length > 1)).toBe(true);
});

test("the titles fit their column", () => {
  const lines = claims.flatMap(({ title }) => title.split("\n"));
  expect(lines.filter((line) => line.length > 26)).toEqual([]);
});
