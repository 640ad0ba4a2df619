import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { busyChart, chartOf, turn } from "../../../support/timeline/timelines.ts";
import { drawn, openPage, useBrowser, withBrowser } from "../support/browser.ts";
import { count, panel, replayed, written } from "./support.ts";

/** Where the first bar with that text is, and how wide. */
async function bar(panel: Locator, text: string) {
  return (await panel.locator(".bar", { hasText: text }).first().boundingBox()) ?? expect.fail();
}

async function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.ariaLabel ?? "");
}

const three = chartOf(
  "three",
  [
    turn("first", 0, 4000),
    turn("second", 4000, 6000, { arrivedAt: 500 }),
    turn("other", 1000, 3000, { session: "t" }),
  ],
  [{ kind: "duplicate", at: 4500, session: "s", id: "again", of: "first", by: "message:default:first" }],
);

withBrowser("in a timeline", () => {
  useBrowser();

  test("the wheel with Ctrl zooms at the pointer, and alone scrolls the page", async () => {
    const { page } = await openPage(written(three, busyChart(300, 40)));
    const it = await panel(page, "three", 0);
    const before = await bar(it, "second");
    await page.mouse.move(before.x, before.y + 5);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -300);
    await page.keyboard.up("Control");
    await expect.poll(async () => (await bar(it, "second")).width).toBeGreaterThan(before.width * 2);
    expect((await bar(it, "second")).x).toBeCloseTo(before.x, -1);
    const zoomed = await bar(it, "second");
    await page.mouse.wheel(0, 200);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(100);
    expect((await bar(it, "second")).width).toBeCloseTo(zoomed.width);
  });

  test("dragging moves it, the buttons zoom, and all of it can be seen again", async () => {
    const { page } = await openPage(written(three));
    const it = await panel(page, "three", 0);
    const before = await bar(it, "first");
    await page.getByRole("button", { name: "Zoom in" }).click();
    await expect.poll(async () => (await bar(it, "first")).width).not.toBe(before.width);
    const zoomed = await bar(it, "second");
    await page.mouse.move(zoomed.x + 20, zoomed.y + 5);
    await page.mouse.down();
    await page.mouse.move(zoomed.x - 80, zoomed.y + 5, { steps: 5 });
    await page.mouse.up();
    await expect.poll(async () => (await bar(it, "second")).x).toBeLessThan(zoomed.x - 70);
    await page.getByRole("button", { name: "Show all" }).click();
    await expect.poll(() => bar(it, "first")).toEqual(before);
  });

  test("the keyboard goes from one to the next, over sessions, and zooms around it", async () => {
    const { page } = await openPage(written(three));
    const it = await panel(page, "three", 0);
    await page.getByRole("button", { name: "Show all" }).focus();
    await page.keyboard.press("Tab");
    await expect.poll(() => focused(page)).toMatch(/^turn, completed, text first, /);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => focused(page)).toMatch(/text second, .*waited 3\.5 s, ran 2\.0 s/);
    await page.keyboard.press("ArrowRight");
    await expect
      .poll(() => focused(page))
      .toMatch(/^duplicate, caught, .*same work as first, by their shared message:default:first/);
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => focused(page)).toMatch(/text other/);
    const before = await bar(it, "other");
    await page.keyboard.press("+");
    await expect.poll(async () => (await bar(it, "other")).width).toBeGreaterThan(before.width);
    await expect.poll(() => focused(page)).toMatch(/text other/);
    await page.keyboard.press("0");
    await expect.poll(async () => (await bar(it, "other")).width).toBeCloseTo(before.width, 0);
  });

  test("the keyboard reaches all of ten thousand turns, also those out of sight", async () => {
    const { page } = await openPage(written(busyChart(10_000, 200)));
    const it = await panel(page, "busy", 0);
    await it.locator('[tabindex="0"]').focus();
    await page.keyboard.press("+");
    await page.keyboard.press("End");
    await expect.poll(() => focused(page)).toMatch(/message om_9\d{3}/);
    for (let row = 0; row < 60; row += 1) await page.keyboard.press("ArrowDown");
    await expect.poll(() => page.locator(":focus").isVisible()).toBe(true);
    const box = (await page.locator(":focus").boundingBox()) ?? expect.fail();
    expect(box.y).toBeGreaterThan(0);
    expect(box.y).toBeLessThan(900);
    await drawn(page);
    await expect.poll(() => page.locator(".details").innerText()).toMatch(/message\s+om_\d+/);
  });

  test("details come with the pointer and with the focus, and Escape hides them", async () => {
    const { page } = await openPage(written(three));
    const it = await panel(page, "three", 0);
    const details = page.locator(".details");
    await it.locator(".bar", { hasText: "second" }).hover();
    await expect
      .poll(() => details.innerText())
      .toMatch(/turn, completed\s+text\s+second\s+arrived\s+500 ms\s+waited\s+3\.5 s/);
    await page.keyboard.press("Escape");
    await expect.poll(() => details.isVisible()).toBe(false);
    await it.locator(".mark").focus();
    await expect
      .poll(() => details.innerText())
      .toMatch(/same work as\s+first\s+by their shared\s+message:default:first/);
  });

  test("the filter leaves the sessions whose key holds it, and says how many", async () => {
    const { url } = await replayed("two-users-side-by-side", "burst", "hundred-users");
    const { page } = await openPage(url);
    const hundred = await panel(page, "hundred-users", 0);
    const name = (await hundred.locator(".key").nth(3).textContent()) ?? "";
    await page.getByRole("searchbox").fill(name.slice(-12).toUpperCase());
    await expect.poll(() => page.locator("#found").textContent()).toBe("Sessions: 1, charts: 1");
    await expect.poll(() => page.locator("section:visible").count()).toBe(1);
    await expect.poll(() => hundred.locator(".key").allTextContents()).toEqual([name]);
    await page.getByRole("searchbox").fill("");
    await expect.poll(() => page.locator("section:visible").count()).toBe(3);
  });

  test("idle hours are left out, and shown when that is asked for", async () => {
    const { url } = await replayed("redelivery-schedule");
    const { page } = await openPage(url);
    const it = await panel(page, "redelivery-schedule", 1);
    const [bar] = await it.locator(".bar").all();
    const before = (await bar?.boundingBox()) ?? expect.fail();
    expect(before.width).toBeGreaterThan(50);
    await page.getByRole("checkbox").check();
    await expect.poll(async () => (await it.locator(".bar").first().boundingBox())?.width).toBeLessThan(10);
  });

  test("everything that is drawn can be read as a table", async () => {
    const { page } = await openPage(written(busyChart(300, 3)));
    const it = await panel(page, "busy", 0);
    const all = (await count(it.locator(".bar"))) + (await count(it.locator(".badge, .arrivals")));
    await page.getByText("run: as a table").click();
    const rows = page.locator("details.list tbody tr");
    await expect.poll(() => rows.count()).toBe(200);
    for (const more = page.getByRole("button", { name: "Show more rows" }); await more.isVisible(); )
      await more.click();
    await expect.poll(() => rows.count()).toBe(all);
  });

  test("names, ids and texts are shown, and nothing else comes of them", async () => {
    const evil = `"'><img src=x onerror="document.title='evil'"><script>document.title='evil'</script>\u202e`;
    const { page, requests } = await openPage(
      written({
        ...chartOf(
          evil,
          [turn(evil, 0, 10, { session: evil, lane: evil, text: evil })],
          [{ kind: "lost", at: 0, session: evil, id: evil, of: evil, by: evil, note: evil, text: evil }],
        ),
        about: evil,
      }),
    );
    await page.locator(".row .bar").hover();
    await page.locator(".row .mark").focus();
    await page.getByText("run: as a table").click();
    await drawn(page);
    expect(await page.title()).toBe("Test – feishu-dispatch-dedup");
    expect(await page.locator("img, section script").count()).toBe(0);
    await expect.poll(() => page.locator(".details").innerText()).toContain("<img src=x onerror=");
    expect(await page.locator("body").innerText()).not.toContain("\u202e");
    expect(requests).toHaveLength(1);
  });
});
