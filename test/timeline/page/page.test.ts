import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { pageOf } from "../../../src/timeline/page/page.ts";
import type { Chart } from "../../../src/timeline/timeline.ts";
import { busyChart, chartOf, timelineIn, turn } from "../../support/timeline/timelines.ts";

const page = (...charts: Chart[]) => pageOf({ title: "Replay", about: "in short", charts });
const sha = (text = "") => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

describe("pageOf", () => {
  test("holds all turns and marks, and their figures as a table", () => {
    const chart = chartOf(
      "one",
      [turn("a", 0, 10), turn("b", 10, 20)],
      [{ kind: "duplicate", at: 5, session: "s", id: "c", of: "a", by: "message:default:a" }],
    );
    expect(timelineIn(page(chart)).charts).toEqual([chart]);
    expect(page(chart)).toMatch(/<th scope="col">turns<\/th>\s*<th scope="col">duplicate, caught<\/th>/);
    expect(page(chart)).toMatch(/<th scope="row">run<\/th><td>2<\/td>\s*<td>1<\/td>\s*<td>0 ms<\/td>/);
  });

  test("says what each chart is about, and lists them", () => {
    const said = page(chartOf("one", []), chartOf("two", []));
    expect(said).toMatch(/<h2 id="name-0">one<\/h2>\s*<p>about one<\/p>/);
    expect(said).toContain('<a href="#chart-1">two</a>');
  });

  test("puts first what still goes wrong, then what went wrong before, then the rest", () => {
    const harm = { kind: "lost", at: 0, session: "s" } as const;
    const [good, bad] = [chartOf("", []).panels, chartOf("", [], [harm]).panels];
    const charts = [
      { name: "well", panels: [...good, ...good] },
      { name: "before", panels: [...bad, ...good] },
      { name: "still", panels: [...good, ...bad] },
    ];
    expect(timelineIn(page(...charts)).charts.map(({ name }) => name)).toEqual(["still", "before", "well"]);
  });

  test("escapes whatever people wrote, and shows what a page would obey", () => {
    const evil = `</script><script>alert("1")</script> & 'more' \u202e\u001b\ud800`;
    const said = page({ ...chartOf(evil, [turn(evil, 0, 1, { session: evil })]), about: evil });
    expect(said).toContain(
      "&lt;/script&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;",
    );
    expect(said.match(/<script/g)).toHaveLength(2);
    expect(said).toContain("\\u202e\\u001b\ufffd");
    expect(JSON.stringify(timelineIn(said))).not.toMatch(/[\p{Cc}\p{Cs}\u202e]/u);
  });

  test("cuts texts that are too long to be looked at", () => {
    const [chart] = timelineIn(page(chartOf("long", [turn("a", 0, 1, { text: "x".repeat(10_000) })]))).charts;
    expect(chart?.panels[0]?.turns[0]?.text).toBe(`${"x".repeat(300)}…`);
  });

  test("loads nothing from anywhere, and runs nothing but its own script and style", () => {
    const said = page(chartOf("one", []));
    const [, policy = ""] = /Content-Security-Policy" content="([^"]*)"/.exec(said) ?? [];
    const [, style] = /<style>(.*?)<\/style>/s.exec(said) ?? [];
    const [, script] = /<script type="module">(.*?)<\/script>/s.exec(said) ?? [];
    expect(policy.replaceAll("&#39;", "'").split("; ")).toEqual([
      "default-src 'none'",
      `style-src ${sha(style)}`,
      `script-src ${sha(script)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(said).not.toMatch(/\b(src|style|on\w+)="|url\(|@import/);
    expect(said.replace("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:/);
  });

  test("takes half a megabyte for ten thousand turns", () => {
    expect(page(busyChart(10_000, 200)).length).toBeLessThan(500_000);
  });
});
