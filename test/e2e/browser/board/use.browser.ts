import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useBrowser, withBrowser } from "../support/browser.ts";
import { PASS, rowsIn, type Scene, slowAgent, startScene } from "./support.ts";

const attributes = (page: Page, selector: string, name: string) =>
  page.locator(selector).evaluateAll((all, name) => all.map((it) => it.getAttribute(name) ?? ""), name);

/** Sends texts of a person one after the other. @returns by the id of its event, each message's id */
async function sendAll({ say, send }: Scene, user: string, ...texts: string[]) {
  const messages = new Map<string, string>();
  for (const text of texts) {
    const event = say.text({ user }, text);
    messages.set(event.header.event_id, await send(event));
  }
  return messages;
}

withBrowser("the board of a gateway under load", () => {
  useBrowser();

  test("shows what runs, waits and was not run, by message id, as the log has it", async () => {
    const { behave, letGo } = slowAgent();
    const scene = await startScene(behave);
    const { page } = await scene.open();
    const messages = new Map<string, string>();
    for (let user = 0; user < 30; user += 1)
      for (const [event, message] of await sendAll(scene, `user ${user}`, "long", "second", "/new", "fourth"))
        messages.set(event, message);
    const twice = scene.say.text({ user: "user 1" }, "twice");
    const again = await scene.send(twice);
    messages.set(twice.header.event_id, again);
    await scene.send(twice);
    await scene.feishu.changes.until("all run", () => scene.agent.turns.length === 30);
    await expect.poll(() => page.locator('[data-figure="waiting"]').textContent()).toBe("91");
    const logged = rowsIn(scene.log, messages);
    const keys = await attributes(page, ".sessions tr[data-session]", "data-session");
    expect(new Set(keys)).toEqual(new Set(scene.agent.turns.map(({ sessionKey }) => sessionKey)));
    const [running, waiting]: [string[], string[]] = [[], []];
    for (const key of keys) {
      await page.locator(`.sessions tr[data-session="${key}"] button.link`).click();
      await page.locator(".detail h3", { hasText: key }).waitFor();
      await expect.poll(() => page.locator(".detail tr[data-row]").count()).toBeGreaterThanOrEqual(4);
      const [first = "", ...others] = await attributes(page, ".detail tr[data-row]", "data-message");
      running.push(first);
      waiting.push(...others);
      const places = await page.locator(".detail tr[data-row] td:first-child").allTextContents();
      expect(places).toEqual(["–", ...others.map((_, index) => String(index + 1))]);
    }
    expect([running.sort(), waiting.sort()]).toEqual([logged.running.sort(), logged.waiting.sort()]);
    await expect.poll(() => attributes(page, ".not-run tr[data-row]", "data-message")).toEqual([again]);
    await expect
      .poll(() => page.locator(".not-run tr[data-row]").textContent())
      .toMatch(/joined.*event:default:/);
    letGo();
    const done = setInterval(letGo, 50);
    await expect
      .poll(() => page.locator('[data-figure="sessions"]').textContent(), { timeout: 30_000 })
      .toBe("0");
    clearInterval(done);
  });

  test("cancels and retries as its preview said", async () => {
    const { behave } = slowAgent();
    const scene = await startScene(behave, { config: { board: { actions: true, file: PASS } } });
    await sendAll(scene, "alice", "long", "second", "third");
    await sendAll(scene, "bob", "fail");
    const { page } = await scene.open();
    await page.locator(".dead tr[data-rows]").waitFor();
    await page
      .locator(".sessions tr[data-session]", { hasText: "behind" })
      .getByRole("button", { name: /^cancel/ })
      .click();
    const plan = page.locator("dialog.plan[open]");
    await expect
      .poll(() => plan.locator("li").allTextContents())
      .toEqual([
        "1 running turn(s) are told to stop: 1. What they have said is sent.",
        "The session stays held until a turn has really stopped.",
        "2 message(s) end without a turn, and nobody is told: 2, 3.",
      ]);
    await plan.getByRole("button", { name: /^do it/ }).click();
    await expect
      .poll(() => page.locator("output.said").textContent())
      .toBe("Done: 1 told to stop, 2 ended, 0 put back, 0 left as they were.");
    await expect.poll(() => page.locator(".sessions tr[data-session]").count()).toBe(0);
    expect(scene.agent.turns.filter(({ text }) => text !== "fail").map(({ text }) => text)).toEqual(["long"]);
    await expect.poll(() => attributes(page, ".not-run tr[data-row]", "data-row")).toEqual(["3", "2"]);
    await page
      .locator(".dead")
      .getByRole("button", { name: /^retry/ })
      .click();
    await expect
      .poll(() => plan.locator("li").allTextContents())
      .toEqual(["1 message(s) go to the end of the line of their sessions: 4."]);
    await plan.getByRole("button", { name: /^do it/ }).click();
    await expect.poll(() => scene.agent.turns.filter(({ text }) => text === "fail").length).toBe(2);
    const download = page.waitForEvent("download");
    await page.locator(".dead tr[data-rows]").waitFor();
    await page
      .locator(".dead")
      .getByRole("button", { name: /^save as fixture/ })
      .click();
    expect((await download).suggestedFilename()).toBe("pending.jsonl");
  });

  test("is filtered, walked through and read with the keyboard, in two languages", async () => {
    const { behave } = slowAgent();
    const scene = await startScene(behave);
    const [[, id = ""] = []] = await sendAll(scene, "alice", "long");
    await sendAll(scene, "bob", "long");
    const { page } = await scene.open();
    await expect.poll(() => page.locator(".sessions tr[data-session]").count()).toBe(2);
    await page.keyboard.press("/");
    await page.keyboard.type(id);
    await expect.poll(() => page.locator(".sessions tr[data-session]").count()).toBe(1);
    await page.keyboard.press("Tab");
    for (let step = 0; step < 5 && !(await page.locator("button.link:focus").count()); step += 1)
      await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator(".detail tr[data-row]").waitFor();
    // What is shown anew every second must not take the keyboard's place away.
    await page.waitForTimeout(1500);
    expect(await page.locator("button.link:focus").getAttribute("aria-expanded")).toBe("true");
    await page.locator(".detail").getByRole("button", { name: /^way/ }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("dialog.way li").allTextContents()).toHaveLength(3);
    await expect
      .poll(() => page.locator("dialog.way .bar").getAttribute("aria-label"))
      .toMatch(/^turn, runs/);
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator("dialog[open]").count()).toBe(0);
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("way");
    await page.getByRole("button", { name: "中文" }).click();
    await expect.poll(() => page.locator("h1").textContent()).toBe("本网关的会话");
    await expect.poll(() => page.locator(".detail tr[data-row]").textContent()).toContain("已运行");
    await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe("zh");
  });

  test("shows hostile ids, names and keys as what they are", async () => {
    const { behave } = slowAgent();
    const scene = await startScene(behave);
    const hostile = `om_<img/src=x/onerror=document.title='taken'></script>`;
    const event = scene.say.text({ user: "alice" }, "<script>document.title='taken'</script>");
    event.event.message.message_id = hostile;
    await scene.send(event);
    const menu = scene.say.menu({ user: "bob" }, "<b onclick=alert(1)>\u202eevil\u0007</b>");
    for (const _ of [1, 2]) {
      const delivery = scene.feishu.deliver({ ...menu, header: { ...menu.header, event_id: `menu-${_}` } });
      await scene.feishu.changes.until("the ack", () => delivery.state === "acked");
    }
    const { page, requests } = await scene.open();
    await page.keyboard.press("/");
    await page.keyboard.type("<img");
    await expect.poll(() => page.locator(".sessions button.link").count()).toBe(1);
    await page.locator(".sessions button.link").click();
    await page.locator(".detail tr[data-row]").waitFor();
    expect(await page.locator(".detail").textContent()).toContain(hostile);
    await page.locator(".detail").getByRole("button", { name: /^way/ }).click();
    await page.locator("dialog.way .bar").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("searchbox").fill("");
    await expect
      .poll(() => page.locator(".not-run tr[data-row]").textContent())
      .toContain("\\u202eevil\\u0007");
    expect(await page.title()).toBe("Sessions of this gateway");
    expect(await page.locator("main img, main b, main script").count()).toBe(0);
    expect(requests.every((url) => url.startsWith(scene.gateway.url))).toBe(true);
  });

  test("is locked without a ticket, and open again after a reload", async () => {
    const { behave } = slowAgent();
    const scene = await startScene(behave);
    const { page } = await scene.open();
    expect(page.url()).toBe(`${scene.gateway.url}/`);
    await page.reload();
    await page.locator('header[data-state="connected"]').waitFor();
    await page.evaluate(() => sessionStorage.clear());
    await page.reload();
    await page.locator('header[data-state="locked"]').waitFor();
    expect(await page.locator("main section:visible").count()).toBe(0);
  });
});
