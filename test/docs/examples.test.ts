import { beforeAll, describe, expect, test } from "vitest";
import { blocksOf, type Example, examples, examplesOf } from "../support/examples.ts";
import { typecheck } from "../support/typecheck.ts";

const shown = examples();
const wrong: Example = { file: "wrong.ts", line: 40, code: 'export const n: number = "text";' };
const unknown: Example = { file: "unknown.ts", line: 1, code: 'import { x } from "feishu-dispatch-dedup";' };
let errors: ReadonlyMap<Example, readonly string[]> = new Map();

beforeAll(async () => {
  errors = await typecheck([...shown, wrong, unknown]);
}, 60_000);

test("there are examples, among them the one of createDispatchDedup", () => {
  expect(shown.map(({ file }) => file)).toContain("src/dispatch/dedup.ts");
});

test.each(shown.map((example) => [`${example.file}:${example.line}`, example] as const))(
  "the example at %s compiles",
  (_, example) => {
    expect(errors.get(example)).toEqual([]);
  },
);

test("one that does not compile is noticed, at its line", () => {
  expect(errors.get(wrong)).toEqual([expect.stringMatching(/^wrong\.ts:40: error TS2322: /)]);
  expect(errors.get(unknown)).toEqual([
    expect.stringMatching(/^unknown\.ts:1: error TS2305: .*no exported member/),
  ]);
});

describe("examples are found", () => {
  const source = (...lines: string[]) =>
    ["const before = 1;", "/**", ...lines.map((line) => ` * ${line}`), " */"].join("\n");

  test("in doc comments, up to the next tag", () => {
    const found = examplesOf(
      "a.ts",
      source("What it is.", "", "@example", "const a = {", "  b: 1 };", "@returns x"),
    );
    expect(found).toEqual([{ file: "a.ts", line: 6, code: "const a = {\n  b: 1 };" }]);
  });

  test("in fences inside doc comments, several in one comment too", () => {
    const found = examplesOf("a.ts", source("@example", "```ts", "a();", "```", "text", "@example", "b();"));
    expect(found).toEqual([
      { file: "a.ts", line: 5, code: "a();\n" },
      { file: "a.ts", line: 9, code: "b();" },
    ]);
  });

  test("in comments of one line and of members", () => {
    expect(examplesOf("a.ts", "  /**\n   * @example\n   * a();\n   */")).toMatchObject([
      { line: 3, code: "a();" },
    ]);
  });

  test("in Markdown, where other languages are left alone", () => {
    const markdown =
      "# Title\n\n```sh\nnpm i\n```\n\n```ts\na();\n```\n\n1. step\n   ```ts\n   b();\n   ```\n";
    expect(blocksOf("README.md", markdown)).toEqual([
      { file: "README.md", line: 8, code: "a();\n" },
      { file: "README.md", line: 13, code: "   b();\n" },
    ]);
  });
});
