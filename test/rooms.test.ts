import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findCycle, type Import, importsOf, resolved } from "./support/imports.ts";
import { sourceFiles } from "./support/source-files.ts";

/** What a room may import: rooms, rooms of which it may only see the types ("type dispatch"), packages. */
const rooms: Record<string, readonly string[]> = {
  // The files beside the rooms: errors and how they are put into words.
  base: ["zod"],
  dispatch: ["base", "lru-cache", "p-queue", "zod", "node:async_hooks", "node:diagnostics_channel"],
  feishu: ["base", "type dispatch", "*"],
  inbox: ["base", "type dispatch", "*"],
  gateway: ["base", "dispatch", "feishu", "inbox", "*"],
  openclaw: ["base", "dispatch", "feishu", "*"],
  doctor: ["base", "*"],
  "stand-in": ["base", "type dispatch", "*"],
  replay: ["base", "dispatch", "feishu", "inbox", "gateway", "*"],
  cli: ["base", "dispatch", "feishu", "inbox", "gateway", "openclaw", "doctor", "stand-in", "replay", "*"],
  // What the package exports.
  index: ["base", "dispatch"],
};

function roomOf(path: string): string {
  const [, first = "", second] = path.split("/");
  if (second !== undefined) return first;
  return first === "index.ts" ? "index" : "base";
}

/** Every import that goes a way it must not, in words. */
function violations(modules: ReadonlyMap<string, string>): string[] {
  return Array.from(modules, ([path, code]) =>
    importsOf(code)
      .filter((each) => !isAllowed(path, each))
      .map(({ source, typeOnly }) => `${path} must not import ${typeOnly ? "types of " : ""}${source}`),
  ).flat();
}

function isAllowed(path: string, each: Import): boolean {
  const room = roomOf(path);
  const may = rooms[room] ?? [];
  const target = resolved(path, each);
  if (target === undefined) return may.includes("*") || may.includes(each.source);
  const other = roomOf(target);
  return other === room || may.includes(other) || (each.typeOnly && may.includes(`type ${other}`));
}

function source(): ReadonlyMap<string, string> {
  return new Map(sourceFiles().map((path) => [path, readFileSync(path, "utf8")]));
}

test("data flows one way: no room imports from one that uses it", () => {
  const modules = source();
  expect(modules.size).toBeGreaterThan(20);
  expect(violations(modules)).toEqual([]);
});

test("every room has its rule", () => {
  const names = [...source().keys()].map(roomOf);
  expect(names.filter((name) => !(name in rooms))).toEqual([]);
});

test("no module needs itself to be loaded", () => {
  expect(findCycle(source())).toBeUndefined();
});

const one = (path: string, code: string) => new Map([[path, code]]);

test.each([
  ["the engine reads a file", "src/dispatch/a.ts", 'import { readFile } from "node:fs/promises";'],
  ["the engine uses the network", "src/dispatch/a.ts", 'import * as http from "node:http";'],
  ["the engine uses another package", "src/dispatch/a.ts", 'import pino from "pino";'],
  ["the engine knows Feishu", "src/dispatch/a.ts", 'import type { FeishuEvent } from "../feishu/index.ts";'],
  ["the engine loads something later", "src/dispatch/a.ts", '  const fs = await import("node:fs");'],
  [
    "Feishu runs the engine",
    "src/feishu/a.ts",
    'import { createDispatchDedup } from "../dispatch/dedup.ts";',
  ],
  [
    "the inbox knows Feishu",
    "src/inbox/sqlite/a.ts",
    'import {\n  a,\n  b,\n} from "../../feishu/index.ts";',
  ],
  ["a room passes on another's things", "src/inbox/a.ts", 'export * from "../gateway/index.ts";'],
  ["the gateway knows the command line", "src/gateway/a.ts", 'import "../cli/main.ts";'],
  ["a room imports the package's index", "src/feishu/a.ts", 'import { UsageError } from "../index.ts";'],
  ["errors know a room", "src/errors.ts", 'import type { Turn } from "./dispatch/contract.ts";'],
])("it is noticed when %s", (_, path, code) => {
  expect(violations(one(path, code))).toHaveLength(1);
});

test.each([
  ["within its room", "src/inbox/sqlite/a.ts", 'import { limits } from "../limits.ts";'],
  [
    "types where types are allowed",
    "src/feishu/a.ts",
    'import type { Turn } from "../dispatch/contract.ts";',
  ],
  ["errors", "src/dispatch/a.ts", 'import { UsageError } from "../errors.ts";'],
  ["what an example shows in a comment", "src/dispatch/a.ts", '/**\n * import { a } from "fastify";\n */'],
])("a room may import %s", (_, path, code) => {
  expect(violations(one(path, code))).toEqual([]);
});

test("a circle of imports is noticed, unless types alone close it", () => {
  const modules = (last: string) =>
    new Map([
      ["src/a.ts", 'import { b } from "./b.ts";'],
      ["src/b.ts", 'import { c, type C } from "./deep/c.ts";'],
      ["src/deep/c.ts", last],
    ]);
  expect(findCycle(modules('export { a } from "../a.ts";'))).toBe(
    "src/a.ts → src/b.ts → src/deep/c.ts → src/a.ts",
  );
  expect(findCycle(modules('import type { A } from "../a.ts";'))).toBeUndefined();
  expect(findCycle(modules('import { type A } from "../a.ts";'))).toBeDefined();
});
