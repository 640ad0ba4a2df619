import { existsSync, readdirSync } from "node:fs";
import { posix } from "node:path";
import { expect, test } from "vitest";

/** Folders of several tests, or none, that keep what they need to themselves. */
const suites = ["bench", "docs", "e2e", "mutation", "property", "scorecard"];
/** Folders of tests of a whole room. */
const wholes = ["gateway/live"];

/** What lies where it must not, in words; paths are from `test` on. */
function misplaced(paths: readonly string[], isSource: (path: string) => boolean): string[] {
  return paths
    .filter((path) => !["support", ...suites].includes(path.split("/")[0] ?? ""))
    .flatMap((path) => {
      if (!/\.test(-d)?\.ts$/.test(path)) return [`${path} is no test: helpers are in test/support`];
      const folder = posix.dirname(path);
      const hasSource = isSource(folder) || isSource(`${folder}.ts`) || wholes.includes(folder);
      return hasSource ? [] : [`${path} is in a folder that src has not`];
    });
}

function files(): string[] {
  return readdirSync("test", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => posix.relative("test", `${parentPath}/${name}`.replaceAll("\\", "/")));
}

test("tests lie as what they test does, and their helpers in test/support", () => {
  expect(misplaced(files(), (path) => existsSync(`src/${path}`))).toEqual([]);
});

test("a helper beside a test, and a test in a folder of its own, are noticed", () => {
  const isSource = (path: string) => ["inbox", "inbox/sqlite.ts"].includes(path);
  expect(misplaced(["inbox/disk.ts", "inbox/child/a.test.ts"], isSource)).toEqual([
    "inbox/disk.ts is no test: helpers are in test/support",
    "inbox/child/a.test.ts is in a folder that src has not",
  ]);
  const right = ["inbox/memory.test.ts", "inbox/sqlite/lock.test.ts", "support/disk.ts", "e2e/kill/main.ts"];
  expect(misplaced([...right, "gateway/live/kill.test.ts"], isSource)).toEqual([]);
});
