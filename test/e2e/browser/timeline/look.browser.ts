import { expect, test } from "vitest";
import { flawsOf } from "../support/accessibility.ts";
import { drawn, openPage, useBrowser, withBrowser } from "../support/browser.ts";
import { keepScreenshot, looks } from "../support/screenshots.ts";
import { panel, replayed } from "./support.ts";

const fixtures = ["new-in-thread-mid-turn", "redelivery-picture-fresh-message-id", "hundred-users"];

withBrowser("the timeline", () => {
  useBrowser();

  test.each(looks)("%s, %i px wide: axe-core finds no flaw, and it fits", async (colors, width) => {
    const { url } = await replayed(...fixtures, "recalled-messages", "out-of-order");
    const { page } = await openPage(url, { colors, width, touch: width === 400 });
    await drawn(page);
    await keepScreenshot(page, `timeline-top-${colors}-${width}`);
    for (const name of fixtures) {
      const it = await panel(page, name, 0);
      await it.evaluate((panel) => panel.scrollIntoView({ block: "center" }));
      await drawn(page);
      await it.locator(".mark, .bar").first().focus();
      await keepScreenshot(page, `timeline-${name}-${colors}-${width}`);
    }
    await page.locator("details.list > summary").first().click();
    expect(await flawsOf(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});
