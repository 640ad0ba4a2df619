import { expect, test } from "vitest";
import { busyChart } from "../../../support/timeline/timelines.ts";
import { drawn, openPage, useBrowser, withBrowser } from "../support/browser.ts";
import { keepScreenshot } from "../support/screenshots.ts";
import { panel, written } from "./support.ts";

// A fifth of a second or so on a machine of its own: others may share this one.
const OPENS_MS = 8000;
const FRAME_MS = 250;

withBrowser("ten thousand turns", () => {
  useBrowser();

  test.each([1, 200])(
    "of %i sessions open soon, and every step of a zoom is drawn soon",
    async (sessions) => {
      const url = written(busyChart(10_000, sessions));
      const startedAt = performance.now();
      const { page } = await openPage(url);
      const it = await panel(page, "busy", 0);
      const opened = performance.now() - startedAt;
      const frames = await it.locator(".rows").evaluate(async (rows) => {
        const { left, top } = rows.getBoundingClientRect();
        const times: number[] = [];
        const place = {
          clientX: left + 700,
          clientY: top + 20,
          ctrlKey: true,
          bubbles: true,
          cancelable: true,
        };
        for (let step = 0; step < 60; step += 1) {
          const before = performance.now();
          rows.dispatchEvent(new WheelEvent("wheel", { ...place, deltaY: step < 30 ? -80 : 80 }));
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          times.push(performance.now() - before);
        }
        return times.sort((a, b) => a - b);
      });
      const median = frames[30] ?? expect.fail();
      const elements = await page.locator("*").count();
      process.stdout.write(
        `${sessions} sessions: opened in ${opened.toFixed()} ms, ${elements} elements, a step of zooming takes ${median.toFixed()} ms (median), ${frames.at(-1)?.toFixed()} ms at most\n`,
      );
      await drawn(page);
      await keepScreenshot(page, `timeline-10000-${sessions}`);
      expect(elements).toBeLessThan(3000);
      expect(opened).toBeLessThan(OPENS_MS);
      expect(median).toBeLessThan(FRAME_MS);
    },
  );
});
