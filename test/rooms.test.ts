import { expect, test } from "vitest";
import { folderOf, roomOf, unknownNames, violations } from "./support/rooms.ts";
import { source, sourceFiles } from "./support/source-files.ts";
import { rules } from "./support/who-imports-whom.ts";

test("data flows one way: no room imports from one that uses it", () => {
  const modules = source();
  expect(modules.size).toBeGreaterThan(20);
  expect(violations(modules)).toEqual([]);
});

test("every room and every folder of a room has its rule", () => {
  const paths = sourceFiles();
  expect(paths.map(roomOf).filter((room) => !(room in rules.rooms))).toEqual([]);
  const folders = paths.filter((path) => folderOf(path) !== path).map(folderOf);
  expect(folders.filter((folder) => !(folder in rules.folders))).toEqual([]);
});

test("the rules name nothing that is not there", () => {
  expect(unknownNames(source())).toEqual([]);
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
  [
    "a folder uses one beside it that it may not",
    "src/feishu/event/a.ts",
    'import { b } from "../key/identities.ts";',
  ],
  [
    "a folder uses the types of one that it may not",
    "src/stand-in/state/a.ts",
    'import type { B } from "../push/b.ts";',
  ],
  [
    "a folder uses a file beside it that it may not",
    "src/stand-in/state/a.ts",
    'import { b } from "../options.ts";',
  ],
  [
    "a folder uses a room that it may not",
    "src/gateway/accounts/a.ts",
    'import { b } from "../../inbox/memory.ts";',
  ],
  [
    "a folder runs what it may only see the types of",
    "src/feishu/key/a.ts",
    'import { b } from "../../dispatch/b.ts";',
  ],
  ["somebody reaches into the engine", "src/dispatch/a.ts", 'import type { Engine } from "./engine.ts";'],
  ["a folder has no rule", "src/feishu/new/a.ts", 'import { b } from "../event/b.ts";'],
  ["errors know a room", "src/errors.ts", 'import type { Turn } from "./dispatch/contract.ts";'],
])("it is noticed when %s", (_, path, code) => {
  expect(violations(one(path, code))).toHaveLength(1);
});

test.each([
  ["within its room", "src/inbox/a.ts", 'import { limits } from "./rules/limits.ts";'],
  [
    "types where types are allowed",
    "src/feishu/a.ts",
    'import type { Turn } from "../dispatch/contract.ts";',
  ],
  ["a folder beside its own", "src/inbox/sqlite/a.ts", 'import { limits } from "../rules/limits.ts";'],
  ["a file beside its folder", "src/stand-in/state/a.ts", 'import { feishuId } from "../ids.ts";'],
  ["the engine where it is theirs", "src/dispatch/dedup.ts", 'import { Engine } from "./engine.ts";'],
  ["a room that its folder may", "src/gateway/turns/a.ts", 'import { b } from "../../inbox/memory.ts";'],
  ["within its folder", "src/inbox/sqlite/a.ts", 'import { b } from "./b.ts";'],
  ["errors", "src/dispatch/a.ts", 'import { UsageError } from "../errors.ts";'],
  ["what an example shows in a comment", "src/dispatch/a.ts", '/**\n * import { a } from "fastify";\n */'],
  [
    "what one shows behind a declaration",
    "src/dispatch/a.ts",
    'export class A {}\n\n/**\n * import { a } from "fastify";\n */\nexport class B {}',
  ],
])("a room may import %s", (_, path, code) => {
  expect(violations(one(path, code))).toEqual([]);
});

test("a name that stands for nothing is noticed", () => {
  const modules = one("src/feishu/event/a.ts", 'import { z } from "zod";');
  const rooms = { feishu: ["base", "zod", "*", "pino"], doctor: ["base"] };
  const folders = { "feishu/event": ["./key", "inbox"], "feishu/sdk": [] };
  expect(
    unknownNames(modules, { rooms, folders, privates: { "feishu/engine": ["feishu/event/a"] }, circles: {} }),
  ).toEqual(["pino", "doctor", "feishu/engine", "feishu/key", "inbox", "feishu/sdk"]);
});
