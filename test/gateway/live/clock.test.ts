import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { DEMO_APP } from "../../../src/stand-in/index.ts";
import { startWorld } from "../../support/gateway/world.ts";
import { wallClock } from "../../support/wall-clock.ts";

const HOUR = 3_600_000;
/** The time that is right, whatever the local clock is set to. */
const rightNow = () => performance.timeOrigin + performance.now();
const at = () => Math.round(rightNow());
const middleware = [["feishu-dispatch-dedup", { maxAgeMs: 60_000 }]];

test.each([2 * HOUR, -2 * HOUR])(
  "a local clock that is off by %i ms is seen, and makes nobody's message old",
  async (off) => {
    const wall = wallClock();
    wall.jump(off);
    const world = await startWorld({ standIn: { now: rightNow }, feishu: { middleware } });
    const { feishu, say, gateway, log } = world;
    await world.until("the login", () => gateway.readiness().ready);
    feishu.deliver(say.text({ user: "alice", at: at() }, "fresh"));
    expect(await world.replies(1)).toEqual(["re: fresh"]);
    const old = feishu.deliver(say.text({ user: "alice", at: at() - 120_000 }, "old"));
    await world.until("its end", () => log.some(({ outcome }) => outcome === "expired"));
    expect(old.state).toBe("acked");
    const { clockAheadMs } = gateway.readiness();
    expect(Math.abs(Number(clockAheadMs) - off)).toBeLessThan(5000);
    const told = log.filter(({ msg }) => String(msg).includes("the local clock is off"));
    expect(told).toMatchObject([{ level: 40, aheadMs: expect.any(Number) }]);
  },
);

test.each([2 * HOUR, -2 * HOUR])(
  "nor a webhook's request, with a clock that is off by %i ms",
  async (off) => {
    const { appId, appSecret, encryptKey } = DEMO_APP;
    const wall = wallClock();
    wall.jump(off);
    const world = await startWorld({
      standIn: { now: rightNow },
      feishu: { accounts: { default: { appId, appSecret, encryptKey } }, transport: "webhook" },
      config: { webhook: { port: 0 } },
    });
    const { feishu, say, gateway } = world;
    await world.until("the login", () => gateway.readiness().ready);
    feishu.setWebhook(`${gateway.addresses.webhook}/feishu/default`);
    feishu.deliver(say.text({ user: "alice", at: at() }, "hello"), { transport: "webhook" });
    expect(await world.replies(1)).toEqual(["re: hello"]);
  },
);

test("a clock that is set while the gateway runs is noticed by what Feishu says next", async () => {
  const wall = wallClock();
  const world = await startWorld({ standIn: { now: rightNow }, feishu: { middleware } });
  const { feishu, say, gateway, log } = world;
  await world.until("the login", () => gateway.readiness().ready);
  expect(gateway.readiness()).not.toHaveProperty("clockAheadMs");
  wall.jump(25 * HOUR);
  feishu.deliver(say.text({ user: "alice", at: at() }, "hello"));
  expect(await world.replies(1)).toEqual(["re: hello"]);
  wall.jump(-25 * HOUR);
  gateway.readiness();
  await world.until("the news", () =>
    log.some(({ msg }) => String(msg).includes("agrees with Feishu's again")),
  );
  expect(gateway.readiness()).not.toHaveProperty("clockAheadMs");
});

test("a time for the next attempt that is a day ahead is a clock that was wrong: no wait is longer than the longest", async () => {
  const world = await startWorld({ behave: () => new Promise(() => {}) });
  const { agent, feishu, say, until } = world;
  feishu.deliver(say.text({ user: "alice" }, "hello"));
  await until("the turn", () => agent.turns.length === 1);
  await world.gateway.close();
  const db = new DatabaseSync(join(world.folder, "inbox.sqlite"));
  db.prepare("UPDATE rows SET retry_at = ?").run(Date.now() + 24 * HOUR);
  db.close();
  agent.behave = ({ text }) => `re: ${text}`;
  await world.restart();
  expect(await world.replies(1)).toEqual(["re: hello"]);
});
