import { describe, expect, test } from "vitest";
import { play } from "../../../src/replay/playback.ts";
import { analyse } from "../../../src/replay/report/analyse.ts";
import type { FixtureReport } from "../../../src/replay/report/report.ts";
import { timelineOf } from "../../../src/replay/timeline/timeline.ts";
import { chainOf, fixture, message, reportOf } from "../../support/replay/fixtures.ts";

async function report(...lines: object[]): Promise<FixtureReport> {
  const played = fixture({ lanes: "dual" }, ...lines);
  const chain = await chainOf({ name: "feishu-dispatch-dedup" });
  const [without, guarded] = [await play(played), await play(played, chain)];
  return { name: "<dual>", events: 1, without: analyse(played, without), with: analyse(played, guarded) };
}

const bars = (page: string) => [
  ...page.matchAll(/<b class="([\w-]+)" style="left:[\d.]+%;width:([\d.]+)%"/g),
];

describe("timelineOf", () => {
  test("draws every turn of both runs, coloured by its end", async () => {
    const page = timelineOf({ fixtures: [await report(message(0, "hi"), message(100, "you"))] });
    expect(
      bars(page)
        .map(([, status]) => status)
        .sort(),
    ).toEqual(["ok", "ok", "ok", "ok", "takeover", "takeover"]);
  });

  test("puts turns that ran side by side on tracks of their own", async () => {
    const page = timelineOf({ fixtures: [await report(message(0, "hi"))] });
    const [without = "", guarded = ""] = page.split("<h3>").slice(1);
    expect(without.match(/class="track"/g)).toHaveLength(2);
    expect(guarded.match(/class="track"/g)).toHaveLength(1);
  });

  test("shows the wait of a turn that waited", async () => {
    const page = timelineOf({ fixtures: [await report(message(0, "hi"), message(500, "you"))] });
    expect(page.match(/<i class="wait"/g)).toHaveLength(3);
  });

  test("escapes whatever people wrote", async () => {
    const page = timelineOf({ fixtures: [await report(message(0, `<script>alert("1")</script> & 'more'`))] });
    expect(page).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;more&#39;");
    expect(page).toContain("<h2>&lt;dual&gt;</h2>");
    expect(page).not.toContain("<script");
  });

  test("loads nothing from anywhere", async () => {
    const page = timelineOf({ fixtures: [await report(message(0, "hi"))] });
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/https?:|src=|href=|url\(/);
  });

  test("says what went wrong in each run", () => {
    const page = timelineOf({ fixtures: [reportOf("f", { takeovers: 2, lostMessages: 1 }, {})] });
    expect(page).toContain("<h3>without <span>2 takeovers, 1 lost message</span></h3>");
    expect(page).toContain("<h3>with <span>nothing went wrong</span></h3>");
    expect(page).toContain("prevented 2 takeovers and 1 lost message.");
  });
});
