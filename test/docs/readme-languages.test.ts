import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { languageOf } from "../../src/wording/wording.ts";
import { factsOf, proseOf, sectionsIn } from "../support/markdown/sections.ts";

const read = (path: string) => sectionsIn(readFileSync(path, "utf8"));
const english = read("README.md");
const chinese = read("README.zh-CN.md");

test("both READMEs have the same sections", () => {
  expect(chinese.map(({ level }) => level)).toEqual(english.map(({ level }) => level));
  expect(english.length).toBeGreaterThan(20);
});

test.each(english.map((section, n) => [section.heading || "the beginning", n] as const))(
  "%s: the same commands, code, numbers, links, rows and items in both",
  (_, n) => {
    const [here, there] = [english[n], chinese[n]];
    if (!here || !there) expect.unreachable("a section is missing");
    expect(factsOf(there, chinese)).toEqual(factsOf(here, english));
  },
);

test("every line of the Chinese one is Chinese", () => {
  const lines = chinese.flatMap(proseOf);
  // A row of names and versions is of no language.
  const sentences = lines.filter((line) => /(?:[a-z]+[ ,]+){5}/i.test(line) || languageOf(line) === "zh");
  expect(sentences.filter((line) => languageOf(line) !== "zh")).toEqual([]);
  expect(lines.length).toBeGreaterThan(100);
});

describe("what differs is noticed", () => {
  const page = "# A\n\nOf 39, `a`: [b](docs/b.md), [c](#d).\n\n```sh\nnpm test # all\n```\n\n## D\n\n- e\n";
  const facts = (markdown: string) => sectionsIn(markdown).map((it) => factsOf(it, sectionsIn(markdown)));
  test.each([
    [
      "nothing",
      "# 甲\n\n39 个中，`a`：[b](docs/b.zh-CN.md)，[c](#丁)。\n\n```sh\nnpm test # 全部\n```\n\n## 丁\n\n- 戊\n",
      true,
    ],
    ["a number", page.replace("39", "38"), false],
    ["code", page.replace("`a`", "`x`"), false],
    ["a link", page.replace("docs/b.md", "docs/c.md"), false],
    ["an anchor", page.replace("#d", "#a"), false],
    ["a command", page.replace("npm test", "npm run test"), false],
    ["an item", page.replace("- e", "- e\n- f"), false],
    ["a level", page.replace("## D", "### D"), false],
  ])("%s", (_, other, isSame) => {
    const same = JSON.stringify(facts(other)) === JSON.stringify(facts(page));
    expect(same).toBe(isSame);
  });
});
