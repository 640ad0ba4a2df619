import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isMeasured, quotesIn } from "../support/measurements/quotes.ts";
import { replaceSection } from "../support/measurements/section.ts";

const measurements = readFileSync("docs/measurements.md", "utf8");
const pages = ["README.md", "README.zh-CN.md", ...globSync("docs/*.md")];

test.each(pages)("what %s quotes as measured is in docs/measurements.md", (page) => {
  const quotes = quotesIn(readFileSync(page, "utf8"));
  expect(quotes.filter((quote) => !isMeasured(quote, measurements))).toEqual([]);
});

test("there is a place for each command's part", () => {
  const names = ["bench", "scorecard", "soak"] as const;
  const filled = names.reduce((page, name) => replaceSection(page, name, `the ${name}`), measurements);
  for (const name of names)
    expect(filled).toContain(`<!-- begin ${name} -->\n\nthe ${name}\n\n<!-- end ${name} -->`);
});

describe("a figure that was not measured is noticed", () => {
  const page = "# All\n\n## Of the engine\n\n1.25 × its parts, 12,000 events\n\n## Of the inbox\n\n3 ms\n";
  test.each([
    ["[1.25 ×](docs/measurements.md#of-the-engine)", true],
    ["[1.25 ×](measurements.md)", true],
    ["[1.2](docs/measurements.md#of-the-engine)", false],
    ["[25 ×](docs/measurements.md#of-the-engine)", false],
    ["[12](docs/measurements.md#of-the-engine)", false],
    ["[3 ms](docs/measurements.md#of-the-engine)", false],
    ["[3 ms](docs/measurements.md#of-the-inbox)", true],
    ["[3 ms](docs/measurements.md#nowhere)", false],
  ])("%s: %s", (link, expected) => {
    expect(quotesIn(link).map((quote) => isMeasured(quote, page))).toEqual([expected]);
  });

  test("a link without a figure quotes nothing", () => {
    expect(quotesIn("[measurements](docs/measurements.md)")).toEqual([]);
  });
});

test.each([
  "",
  "<!-- begin soak -->",
  "<!-- end soak -->",
  "<!-- begin soak --><!-- end soak --> <!-- begin soak -->",
])("a page without exactly one place is refused: %j", (page) => {
  expect(() => replaceSection(page, "soak", "x")).toThrow(
    "expected one <!-- begin soak --> … <!-- end soak -->",
  );
});
