import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { useBrowser, withBrowser } from "../support/browser.ts";
import { messageIdOf, startScene } from "./support.ts";

// Ten thousand a minute.
const TURNS = 3_000;
const SECONDS = 18;
const USERS = 300;
const STEPS_PER_SECOND = 10;

withBrowser("ten thousand turns a minute", () => {
  useBrowser();

  test("an open page follows them, can be filtered meanwhile, and shows in the end what the log has", async () => {
    const scene = await startScene(({ text }) => `re: ${text}`);
    const { say, feishu, log, agent } = scene;
    const { page } = await scene.open();
    const seen: string[] = [];
    const figure = (name: string) => page.locator(`[data-figure="${name}"]`);
    /** By the id of its event, the message that came twice. */
    const twice = new Map<string, string>();
    const began = performance.now();
    for (let step = 0; step < SECONDS * STEPS_PER_SECOND; step += 1) {
      for (let n = step; n < TURNS; n += SECONDS * STEPS_PER_SECOND) {
        const event = say.text({ user: `user ${n % USERS}` }, `text ${n}`);
        feishu.deliver(event);
        if (n % 100 !== 0) continue;
        feishu.deliver(event);
        twice.set(event.header.event_id, messageIdOf(event));
      }
      if (step % 20 === 0) seen.push((await figure("received").textContent()) ?? "");
      if (step === 90) await page.getByRole("searchbox").fill("user 1");
      if (step === 120) await page.getByRole("searchbox").fill("");
      await sleep(Math.max(0, began + ((step + 1) * 1000) / STEPS_PER_SECOND - performance.now()));
    }
    const sentMs = performance.now() - began;
    await feishu.changes.until("all turns", () => agent.turns.length === TURNS, 60_000);
    const total = (TURNS + twice.size).toLocaleString("en");
    await expect.poll(() => figure("received").textContent()).toBe(total);
    await expect.poll(() => figure("sessions").textContent()).toBe("0");
    process.stdout.write(
      `${TURNS} turns sent in ${(sentMs / 1000).toFixed(1)} s; the page showed ${seen.join(", ")} received\n`,
    );
    expect(new Set(seen).size).toBeGreaterThan(3);
    await expect.poll(() => figure("known").textContent()).toBe(String(twice.size));
    const notRun = await page
      .locator(".not-run tr[data-row]")
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-message")));
    const known = log.filter(({ msg, claim }) => msg === "received an event" && claim !== "accepted");
    const logged = known.map(({ eventId }) => twice.get(String(eventId)));
    expect([...logged].sort()).toEqual([...twice.values()].sort());
    expect(notRun).toEqual(logged.reverse().slice(0, notRun.length));
    expect(notRun.length).toBeGreaterThan(0);
    expect(await page.locator('header[data-state="connected"]').count()).toBe(1);
  });
});
