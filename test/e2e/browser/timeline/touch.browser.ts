import type { CDPSession } from "playwright-core";
import { expect, test } from "vitest";
import { chartOf, turn } from "../../../support/timeline/timelines.ts";
import { openPage, useBrowser, withBrowser } from "../support/browser.ts";
import { panel, written } from "./support.ts";

const chart = chartOf("one", [turn("first", 0, 4000), turn("second", 4000, 6000)]);

/** Fingers that are put down at these places, and moved to those in ten steps. */
async function move(
  client: CDPSession,
  y: number,
  from: readonly number[],
  to: readonly number[],
): Promise<void> {
  const at = (part: number) => from.map((x, id) => ({ x: x + ((to[id] ?? x) - x) * part, y, id }));
  await client.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(0) });
  for (let step = 1; step <= 10; step += 1)
    await client.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(step / 10) });
  await client.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

withBrowser("on a phone", () => {
  useBrowser();

  test("two fingers zoom, and one moves", async () => {
    const { page } = await openPage(written(chart), { width: 400, touch: true });
    const it = await panel(page, "one", 0);
    const client = await page.context().newCDPSession(page);
    const box = async () => (await it.locator(".bar").first().boundingBox()) ?? expect.fail();
    const before = await box();
    const y = before.y + 5;
    await move(client, y, [150, 250], [50, 350]);
    await expect
      .poll(async () => (await it.locator(".bar", { hasText: "second" }).boundingBox())?.width)
      .toBeGreaterThan(150);
    const zoomed = await it.locator(".bar", { hasText: "second" }).boundingBox();
    await move(client, y, [300], [200]);
    const moved = async () => (await it.locator(".bar", { hasText: "second" }).boundingBox())?.x;
    await expect.poll(moved).toBeLessThan((zoomed?.x ?? 0) - 50);
  });

  test("a touch shows the details, and one elsewhere hides them", async () => {
    const { page } = await openPage(written(chart), { width: 400, touch: true });
    const it = await panel(page, "one", 0);
    await it.locator(".bar", { hasText: "second" }).tap();
    await expect.poll(() => page.locator(".details").innerText()).toMatch(/text\s+second/);
    await page.getByRole("heading", { name: "Test" }).tap();
    await expect.poll(() => page.locator(".details").isVisible()).toBe(false);
  });
});
