import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import type { Run } from "../../../../src/replay/index.ts";
import { openPage, useBrowser, withBrowser } from "../support/browser.ts";
import { count, panel, replayed } from "./support.ts";

const runs = ["without", "with"] as const;

/** What is drawn of a run, as the report counts it. */
async function drawnOf(panel: Locator): Promise<Record<string, number>> {
  const marks = (kind: string) => count(panel.locator(`.badge[data-kind="${kind}"]`));
  return {
    turns: await count(panel.locator(".bar")),
    takeovers: await marks("takeover"),
    duplicateReplies: await marks("twice"),
    lostMessages: await marks("lost"),
    outOfOrder: await marks("out-of-order"),
    arrivals: await count(panel.locator(".arrivals")),
    joined: await marks("join"),
    duplicate: await marks("duplicate"),
    barriers: await marks("barrier"),
    bypasses: await marks("bypass"),
  };
}

function reported({ turns, outcomes, ...figures }: Run, events: number): Record<string, number> {
  const { takeovers, duplicateReplies, lostMessages, outOfOrder } = figures;
  const { joined = 0, duplicate = 0 } = outcomes;
  const said = (pattern: RegExp) => turns.filter(({ text }) => pattern.test(text)).length;
  const commands = { barriers: said(/^\/new/), bypasses: said(/^(\/stop|\/approve|\/status|停止)/) };
  const harms = { takeovers, duplicateReplies, lostMessages, outOfOrder };
  return { turns: turns.length, ...harms, arrivals: events, joined, duplicate, ...commands };
}

withBrowser("the timeline of a fixture", () => {
  useBrowser();

  test.each([
    "burst-over-threads",
    "dual-lanes",
    "redelivery-fresh-message-id",
    "restart-mid-turn",
    "stop-during-turn",
  ])(
    "%s has as many bars and marks as its report, and each turn is there by its message id",
    async (name) => {
      const { report, url } = await replayed(name);
      const [fixture = expect.fail()] = report.fixtures;
      const { page, requests } = await openPage(url);
      for (const [index, run] of runs.entries()) {
        const drawn = await panel(page, name, index);
        const { duplicate, ...others } = reported(fixture[run], fixture.events);
        const { duplicate: caught, ...seen } = await drawnOf(drawn);
        expect(seen).toEqual(others);
        // Without the middleware the channel drops what it has seen, and no report counts it.
        if (run === "with") expect(caught).toBe(duplicate);
        const labels = await drawn.locator(".bar").evaluateAll((all) => all.map((it) => it.ariaLabel ?? ""));
        const ids = labels.flatMap((label) => /, message (\w+),/.exec(label)?.[1] ?? []);
        expect(ids.sort()).toEqual(fixture[run].turns.map(({ messageId }) => messageId).sort());
      }
      expect(requests).toEqual([url]);
    },
  );
});
