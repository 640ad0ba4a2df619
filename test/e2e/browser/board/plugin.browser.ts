import { expect, test } from "vitest";
import { boardOf } from "../../../support/openclaw/board.ts";
import { FakeHost } from "../../../support/openclaw/fake-host.ts";
import { flawsOf } from "../support/accessibility.ts";
import { drawn, openPage, useBrowser, withBrowser } from "../support/browser.ts";
import { keepScreenshot } from "../support/screenshots.ts";

const MAIN = "agent:main:main";

withBrowser("the board of the OpenClaw plugin", () => {
  useBrowser();

  test("it has what the plugin knows, hides the rest, and lets a session go on", async () => {
    const host = new FakeHost().load({ board: { actions: true } });
    const board = await boardOf(host);
    for (const text of ["a secret", "/new", "and then this"]) await host.send({ text });
    await host.send({ text: "and then this" });
    await host.pass(90_000);
    const { ticket } = await board.post<{ ticket: string }>("/board/ticket", {});
    const { page, requests } = await openPage(`${board.pass.url}/#${ticket}`);
    const row = page.locator(`.sessions tr[data-session="${MAIN}"]`);
    await expect.poll(() => row.textContent()).toMatch(/min2.*behind a turn that has been running for/);
    const shown = await page
      .locator("main > section:visible")
      .evaluateAll((all) => all.map((it) => it.className));
    expect(shown).toEqual(["figures-row", "sessions", "not-run"]);
    expect(
      await page.locator("dd:visible").evaluateAll((all) => all.map((it) => it.dataset.figure)),
    ).not.toContain("replies");
    await row.locator("button.link").click();
    await page.locator(".detail tr[data-row]").nth(2).waitFor();
    const buttons = page.locator(".sessions button:visible");
    expect(new Set(await buttons.evaluateAll((all) => all.map((it) => it.textContent)))).toEqual(
      new Set([MAIN, "release", "way", "close"]),
    );
    expect(await page.locator(".not-run tr[data-why]").textContent()).toContain("content:");
    expect(await page.textContent("body")).not.toContain("secret");
    await drawn(page);
    await keepScreenshot(page, "board-plugin", true);
    expect(await flawsOf(page)).toEqual([]);
    await page.reload();
    await row.locator("button", { hasText: "release" }).click();
    const plan = page.locator("dialog.plan[open]");
    await expect
      .poll(() => plan.textContent())
      .toContain("The session goes on without 1 running turn(s): 1.");
    await plan.locator("button.go").click();
    await expect.poll(() => page.locator("output.said").textContent()).toContain("goes on without 1 turn(s)");
    expect(host.lines("warn", "let go by an operator")).toHaveLength(1);
    const { origin, pathname } = new URL(`${board.pass.url}/`);
    expect(requests.filter((url) => !url.startsWith(origin + pathname) && !url.startsWith("data:"))).toEqual(
      [],
    );
  });
});
