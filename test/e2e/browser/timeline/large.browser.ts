import { expect, test } from "vitest";
import { busyChart } from "../../../support/timeline/timelines.ts";
import { drawn, openPage, useBrowser, withBrowser } from "../support/browser.ts";
import { keepScreenshot } from "../support/screenshots.ts";
import { panel, written } from "./support.ts";

// Both are bounds on work, which is the same on any machine, and not on time.
const MOST_ELEMENTS = 3000;
const MOST_CHANGES = 3000;

withBrowser("ten thousand turns", () => {
  useBrowser();

  test.each([1, 200])(
    "of %i sessions are drawn by few elements, and so is every step of a zoom",
    async (sessions) => {
      const url = written(busyChart(10_000, sessions));
      const startedAt = performance.now();
      const { page } = await openPage(url);
      const it = await panel(page, "busy", 0);
      const opened = performance.now() - startedAt;
      const { times: frames, changes } = await it.locator(".rows").evaluate(async (rows) => {
        const { left, top } = rows.getBoundingClientRect();
        const times: number[] = [];
        const changes: number[] = [];
        let changed = 0;
        const observer = new MutationObserver((records) => {
          changed += records.length;
        });
        observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
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
          changes.push(changed);
          changed = 0;
        }
        return { times: times.sort((a, b) => a - b), changes };
      });
      const median = frames[30] ?? expect.fail();
      const elements = await page.locator("*").count();
      process.stdout.write(
        `${sessions} sessions: opened in ${opened.toFixed()} ms, ${elements} elements, a step of zooming takes ${median.toFixed()} ms (median), ${frames.at(-1)?.toFixed()} ms at most, and ${Math.max(...changes)} changes at most\n`,
      );
      await drawn(page);
      await keepScreenshot(page, `timeline-10000-${sessions}`);
      expect(elements).toBeLessThan(MOST_ELEMENTS);
      expect(Math.min(...changes)).toBeGreaterThan(0);
      expect(Math.max(...changes)).toBeLessThan(MOST_CHANGES);
    },
  );
});
