import { expect, test } from "vitest";
import { findCycle, graphOf } from "./support/imports.ts";
import { folderOf } from "./support/rooms.ts";
import { source } from "./support/source-files.ts";
import { rules } from "./support/who-imports-whom.ts";

const allowed = Object.keys(rules.circles);

test("no module needs itself to be loaded", () => {
  expect(findCycle(graphOf(source(), { atRunTime: true }))).toBeUndefined();
});

test("no file and no folder imports itself by way of others, but for the circles that have a reason", () => {
  const modules = source();
  expect(findCycle(graphOf(modules, { without: allowed }))).toBeUndefined();
  expect(findCycle(graphOf(modules, { without: allowed, partOf: folderOf }))).toBeUndefined();
});

test.each(allowed)("the circle is still there: %s", (each) => {
  expect(findCycle(graphOf(source(), { without: allowed.filter((other) => other !== each) }))).toBeDefined();
});

const circle = (last: string) =>
  new Map([
    ["src/a.ts", 'import { b } from "./b.ts";'],
    ["src/b.ts", 'import { c, type C } from "./deep/c.ts";'],
    ["src/deep/c.ts", last],
  ]);

test("a circle of imports is noticed, even one that types alone close", () => {
  const seen = "src/a.ts → src/b.ts → src/deep/c.ts → src/a.ts";
  expect(findCycle(graphOf(circle('export { a } from "../a.ts";')))).toBe(seen);
  expect(findCycle(graphOf(circle('import type { A } from "../a.ts";')))).toBe(seen);
  expect(findCycle(graphOf(circle('import type { D } from "../d.ts";')))).toBeUndefined();
  const without = ["src/deep/c.ts → src/a.ts"];
  expect(findCycle(graphOf(circle('import type { A } from "../a.ts";'), { without }))).toBeUndefined();
});

test("a circle that exists when the code runs is told from one of types", () => {
  const atRunTime = (last: string) => findCycle(graphOf(circle(last), { atRunTime: true }));
  expect(atRunTime('export { a } from "../a.ts";')).toBeDefined();
  expect(atRunTime('import type { A } from "../a.ts";')).toBeUndefined();
  expect(atRunTime('import { type A } from "../a.ts";')).toBeDefined();
});

test("a circle of folders is noticed where there is none of files", () => {
  const modules = new Map([
    ["src/room/one/a.ts", 'import { c } from "../two/c.ts";'],
    ["src/room/two/b.ts", 'import type { D } from "../d.ts";'],
    ["src/room/d.ts", 'import { e } from "./one/e.ts";'],
  ]);
  expect(findCycle(graphOf(modules))).toBeUndefined();
  expect(findCycle(graphOf(modules, { partOf: folderOf }))).toBe(
    "room/one → room/two → src/room/d.ts → room/one",
  );
});
