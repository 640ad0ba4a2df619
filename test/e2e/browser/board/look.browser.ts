import { expect, test } from "vitest";
import { flawsOf } from "../support/accessibility.ts";
import { drawn, useBrowser, withBrowser } from "../support/browser.ts";
import { keepScreenshot, looks } from "../support/screenshots.ts";
import { PASS, slowAgent, startScene } from "./support.ts";

withBrowser("the board", () => {
  useBrowser();

  test("axe-core finds no flaw in it, in both colours, wide and narrow, and it fits", async () => {
    const { behave } = slowAgent();
    const scene = await startScene(behave, { config: { board: { actions: true, file: PASS } } });
    const { say, send, feishu } = scene;
    for (const user of ["alice", "bob"]) await send(say.text({ user }, `quick ${user}`));
    await send(say.text({ user: "dora" }, "fail at this"));
    await send(say.text({ user: "eve" }, "fail at that"));
    for (const text of ["long work", "/new", "and then this", "and that"])
      await send(say.text({ user: "alice" }, text));
    const twice = say.text({ user: "bob" }, "long too");
    for (const event of [twice, twice]) await send(event);
    for (let n = 0; n < 6; n += 1) await send(say.text({ user: `user ${n}` }, "long"));
    await feishu.changes.until(
      "dead letters",
      () => scene.log.filter(({ msg }) => /dead letter/.test(String(msg))).length === 2,
    );
    for (const [colors, width] of looks) {
      const { page } = await scene.open({ colors, width, touch: width === 400 });
      await page.locator(".dead tr[data-rows]").first().waitFor();
      await page.locator(".sessions tr[data-session] button.link").nth(0).click();
      await page.locator(".detail tr[data-row]").first().waitFor();
      await drawn(page);
      await keepScreenshot(page, `board-${colors}-${width}`, true);
      expect(await flawsOf(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      const cut = await page
        .locator("td")
        .evaluateAll((all) =>
          all.filter((it) => it.scrollWidth > it.clientWidth).map((it) => it.textContent),
        );
      expect(cut).toEqual([]);
      await page.locator(".detail tr[data-row] button").first().click();
      await page.locator("dialog[open] .row").first().waitFor();
      await drawn(page);
      await keepScreenshot(page, `board-way-${colors}-${width}`);
      expect(await flawsOf(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.locator(".dead button", { hasText: "retry" }).first().click();
      await page.locator("dialog.plan[open]").waitFor();
      await keepScreenshot(page, `board-plan-${colors}-${width}`);
      expect(await flawsOf(page)).toEqual([]);
      await page.context().close();
    }
  });
});
