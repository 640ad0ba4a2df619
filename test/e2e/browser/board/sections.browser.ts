import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openPostgresInbox } from "../../../../src/inbox/postgres.ts";
import { databaseUrl, freshSchema, hasPostgres } from "../../../support/postgres/for-tests.ts";
import { flawsOf } from "../support/accessibility.ts";
import { useBrowser, withBrowser } from "../support/browser.ts";
import { keepScreenshot } from "../support/screenshots.ts";
import { slowAgent, startScene } from "./support.ts";

/** A middleware that does not hear when it is told to stop, until a message says so. */
const deaf = `let hear;
const heard = new Promise((resolve) => (hear = resolve));
export default () => async (context, next) => {
  if (context.dispatch.text === "deaf") await heard;
  if (context.dispatch.text === "hear") hear();
  await next();
};
`;

withBrowser("sections of the board that are seldom there", () => {
  useBrowser();

  test("a turn that has outrun its time and does not end is among those that hang, until it ends", async () => {
    const middleware = [["feishu-dispatch-dedup", { turnTimeoutMs: 200 }], "./deaf.mjs"];
    const scene = await startScene(slowAgent().behave, {
      feishu: { middleware },
      prepare: (folder) => writeFile(join(folder, "deaf.mjs"), deaf),
    });
    const { page } = await scene.open();
    expect(await page.locator("section.hung").isVisible()).toBe(false);
    const id = await scene.send(scene.say.text({ user: "alice" }, "deaf"));
    const row = page.locator("section.hung tbody tr");
    await row.waitFor();
    const key = await page.locator(".sessions tr[data-session]").getAttribute("data-session");
    await expect.poll(() => row.textContent()).toContain(key);
    await expect.poll(() => page.locator('[data-figure="hung"]').textContent()).toBe("1");
    await keepScreenshot(page, "board-hung", true);
    expect(await flawsOf(page)).toEqual([]);
    await page.locator(".sessions button.link").click();
    await expect.poll(() => page.locator(".detail tr[data-row]").getAttribute("data-message")).toBe(id);
    await scene.send(scene.say.text({ user: "bob" }, "hear"));
    await expect.poll(() => page.locator("section.hung").isVisible()).toBe(false);
  });

  test.runIf(hasPostgres())("gateways that share an inbox, and what waits at another one", async () => {
    const shared = { url: await databaseUrl(), schema: freshSchema() };
    const inbox = { kind: "postgres", ...shared, name: "this" };
    const scene = await startScene(slowAgent().behave, { config: { inbox } });
    const other = await openPostgresInbox({ ...shared, name: "other" });
    onTestFinished(() => other.close());
    const claim = {
      event: scene.say.text({ user: "carol" }, "to the other"),
      account: "default",
      transport: "websocket",
      ids: ["1"],
      sessionKey: "elsewhere",
    } as const;
    await other.claim(claim);
    const { page } = await scene.open();
    const section = page.locator("section.gateways");
    await section.getByText("elsewhere", { exact: true }).waitFor();
    const names = await section.locator("table").first().locator("tbody td:first-child").allTextContents();
    expect(names.sort()).toEqual(["other", "this (this one)"]);
    const [row] = await section.locator("table").last().locator("tbody tr").all();
    expect(await row?.locator("td").allTextContents()).toMatchObject({ 0: "elsewhere", 1: "other", 3: "1" });
    await keepScreenshot(page, "board-gateways", true);
    expect(await flawsOf(page)).toEqual([]);
    await other.close();
    await expect.poll(() => section.getByText("other", { exact: true }).count()).toBe(0);
  });
});
