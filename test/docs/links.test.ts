import { existsSync, readFileSync, statSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { anchorOf, anchorsIn, linksIn } from "../support/markdown/links.ts";
import { pages } from "../support/markdown/pages.ts";

/** What is wrong with the links of a page, in words. */
function broken(page: string, markdown: string): string[] {
  return linksIn(markdown).flatMap(({ target, line }) => {
    const wrong = fault(page, markdown, target);
    return wrong === undefined ? [] : [`${page}:${line}: ${target} ${wrong}`];
  });
}

function fault(page: string, markdown: string, target: string): string | undefined {
  if (/^\w+:/.test(target)) return target.startsWith("https://") ? undefined : "is not https";
  const [path = "", anchor] = target.split("#");
  const file = posix.join(posix.dirname(page), path);
  if (path !== "" && !existsSync(file)) return "does not exist";
  if (anchor === undefined) return undefined;
  if (path !== "" && statSync(file).isDirectory()) return "is a folder, which has no headings";
  const text = path === "" ? markdown : readFileSync(file, "utf8");
  return anchorsIn(text).has(anchor) ? undefined : `has no heading #${anchor}`;
}

test.each(pages)("every link of %s leads somewhere", (page) => {
  expect(broken(page, readFileSync(page, "utf8"))).toEqual([]);
});

test("there are pages, and links in them", () => {
  expect(pages).toEqual(expect.arrayContaining(["README.md", "CONTRIBUTING.md", "docs/engine.md"]));
  expect(linksIn(readFileSync("README.md", "utf8")).length).toBeGreaterThan(20);
});

describe("a link that leads nowhere is noticed", () => {
  test.each([
    ["[a](nowhere.md)", ["docs/a.md:1: nowhere.md does not exist"]],
    ["\n[a](../README.md#nowhere)", ["docs/a.md:2: ../README.md#nowhere has no heading #nowhere"]],
    ["[a](#b)", ["docs/a.md:1: #b has no heading #b"]],
    ["[a](../src#b)", ["docs/a.md:1: ../src#b is a folder, which has no headings"]],
    ["[a](http://example.com)", ["docs/a.md:1: http://example.com is not https"]],
    ["[![a](nowhere.png)](../src)", ["docs/a.md:1: nowhere.png does not exist"]],
    ["## B\n[a](#b) [a](../src) [a](https://example.com) `[a](x)`\n```\n[a](x)\n# c\n```\n", []],
  ])("%j", (markdown, expected) => {
    expect(broken("docs/a.md", markdown)).toEqual(expected);
  });
});

test.each([
  ["What it promises", "what-it-promises"],
  ["`/new` and the session", "new-and-the-session"],
  ["What to do for …", "what-to-do-for-"],
  ["[0.1.0] – unreleased", "010--unreleased"],
  ["一个网关，还是多个？", "一个网关还是多个"],
])("the anchor of %j is %j", (heading, anchor) => {
  expect(anchorOf(heading)).toBe(anchor);
});

test("a heading that comes again gets a number", () => {
  expect([...anchorsIn("# A\n\n## B\n\n## B\n\n```sh\n# C\n```\n")]).toEqual(["a", "b", "b-1"]);
});
