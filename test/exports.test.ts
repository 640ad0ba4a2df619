import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { sourceFiles } from "./support/source-files.ts";
import { typecheck } from "./support/typecheck.ts";

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
}

const manifest: Manifest = JSON.parse(readFileSync("package.json", "utf8"));
const entries = Object.entries(manifest.exports).flatMap(([subpath, target]) =>
  typeof target === "string" ? [] : [{ subpath, target }],
);
const sourceOf = (path: string) => path.replace("./dist/", "src/").replace(/(\.d\.ts|\.js)$/, ".ts");

test("the package exports what is meant, by name, and no pattern", () => {
  expect(Object.keys(manifest.exports)).toEqual([
    ".",
    "./feishu",
    "./feishu/channel",
    "./bot",
    "./inbox/memory",
    "./inbox/sqlite",
    "./inbox/postgres",
    "./gateway",
    "./openclaw",
    "./replay",
    "./stand-in",
    "./package.json",
  ]);
});

test.each(entries)("$subpath is built from one source, code and types", ({ target }) => {
  expect(sourceOf(target.default)).toBe(sourceOf(target.types));
  expect(existsSync(sourceOf(target.types))).toBe(true);
});

describe("what is not named cannot be imported", () => {
  const { resolve } = createRequire(import.meta.url);

  function importable(specifier: string): boolean {
    try {
      return resolve(specifier) !== "";
    } catch (error) {
      return (error as NodeJS.ErrnoException).code !== "ERR_PACKAGE_PATH_NOT_EXPORTED";
    }
  }

  test("no file of the package, by whatever path", () => {
    const subpaths = sourceFiles().flatMap((file) => {
      const path = file.replace(/^src\/(.*)\.ts$/, "$1");
      return [path, `${path}.js`, `dist/${path}`, `dist/${path}.js`];
    });
    const internals = subpaths.filter((subpath) => !(`./${subpath}` in manifest.exports));
    expect(internals.map((subpath) => `feishu-dispatch-dedup/${subpath}`).filter(importable)).toEqual([]);
    expect(importable("feishu-dispatch-dedup/package.json")).toBe(true);
  });

  test("nor its types", async () => {
    const code = 'export type { InboxRow } from "feishu-dispatch-dedup/inbox/row";';
    const example = { file: "internal.ts", line: 1, code };
    const errors = await typecheck([example]);
    expect(errors.get(example)).toEqual([expect.stringMatching(/error TS2307: /)]);
  });
});

test("every inbox brings what its user needs: the interface, its types, its error and the retry rule", async () => {
  const examples = ["memory", "sqlite", "postgres"].map((inbox, n) => ({
    file: `${inbox}.ts`,
    line: n + 1,
    code: user(inbox),
  }));
  const errors = await typecheck(examples);
  expect(examples.map((example) => errors.get(example))).toEqual([[], [], []]);
});

function user(inbox: string): string {
  return [
    "import { InboxError, retryAfter, type InboxErrorCode, type Inbox, type InboxAdmin, type InboxOptions,",
    "  type InboxEntry, type InboxItem, type InboxRow, type InboxStats, type InboxHealth, type InboxWatcher,",
    "  type Claim, type Failure, type ListQuery, type RetryPolicy, type RowStatus, type Transport }",
    `  from "feishu-dispatch-dedup/inbox/${inbox}";`,
    "export const code = (error: unknown) => (error instanceof InboxError ? error.code : undefined);",
    "export type Used = [InboxErrorCode, Inbox, InboxAdmin, InboxOptions, InboxEntry, InboxItem, InboxRow,",
    "  InboxStats, InboxHealth, InboxWatcher, Claim, Failure, ListQuery, RetryPolicy, RowStatus, Transport];",
    "export const { retryAt } = retryAfter(1, 0);",
  ].join("\n");
}
