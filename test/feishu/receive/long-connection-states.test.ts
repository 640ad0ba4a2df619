import { createClock } from "@sinonjs/fake-timers";
import { expect, test, vi } from "vitest";
import { DEMO_APP, EventMaker, refusal } from "../../../src/stand-in/index.ts";
import { connect, setUp } from "../../support/feishu/long-connection.ts";

const say = new EventMaker();

test("it comes back after a cut, and keeps what comes then", async () => {
  const { feishu, kept, states, connection } = await connect();
  feishu.cutConnections();
  await feishu.changes.until("the reconnect", () => states.at(-1) === "connected" && states.length === 3);
  await feishu.changes.until("the first ping", () => feishu.connections() === 1);
  expect(states).toEqual(["connected", "reconnecting", "connected"]);
  const delivery = feishu.deliver(say.text({ user: "alice" }, "hello"));
  await feishu.changes.until("the acknowledgement", () => delivery.state === "acked");
  expect(kept).toHaveLength(1);
  await connection.close();
  expect(states.at(-1)).toBe("closed");
});

test("it is started again when the official client gives up because Feishu is busy", async () => {
  const clock = createClock();
  const path = "/callback/ws/endpoint";
  const { feishu, states, log, connection } = await setUp({ connection: { timers: clock } });
  const busy = { ...refusal(1, "system busy", 200), body: { code: 1, msg: "system busy", data: {} } };
  feishu.script({ path, answer: busy, times: 2 });
  const started = connection.start();
  for (const waitMs of [5000, 10_000]) {
    await vi.waitUntil(() => log.lines.some(({ fields }) => fields.waitMs === waitMs), { timeout: 20_000 });
    clock.tick(waitMs);
  }
  await started;
  expect(states).toEqual(["connected"]);
});

test.each([
  ["with data", { code: 514, msg: "auth failed", data: {} }],
  ["without data, which the official client would ask again for ever", { code: 403, msg: "forbidden" }],
])("refused credentials end the start: %s", async (_, body) => {
  const { feishu, connection, log } = await setUp();
  feishu.script({ path: "/callback/ws/endpoint", answer: { body } });
  await expect(connection.start()).rejects.toMatchObject({ name: "UsageError", code: "ERR_FEISHU_REFUSED" });
  expect(connection.state).toBe("closed");
  expect(log.text()).not.toContain(DEMO_APP.appSecret);
});

test("closing answers what is under way, and refuses what comes after", async () => {
  const clock = createClock();
  const gates: Array<() => void> = [];
  const accept = () => new Promise<void>((resolve) => gates.push(resolve));
  const standIn = { timers: clock, now: () => clock.now };
  const { feishu, connection } = await connect({ intake: { accept }, standIn });
  const underWay = feishu.deliver(say.text({ user: "alice" }, "1"));
  await vi.waitUntil(() => gates.length === 1, { timeout: 20_000 });
  const closed = connection.close();
  const late = feishu.deliver(say.text({ user: "alice" }, "2"));
  await feishu.changes.until("the refusal", () => late.attempts[0]?.outcome === "refused");
  gates[0]?.();
  await closed;
  await feishu.changes.until("the answer", () => underWay.state === "acked");
  await feishu.changes.until("the end", () => feishu.connections() === 0);
});

test("closing before it was open ends the start", async () => {
  const { feishu, connection } = await setUp();
  feishu.script({ path: "/callback/ws/endpoint", answer: { delayMs: 100 } });
  const started = connection.start();
  await connection.close();
  await started;
  expect(connection.state).toBe("closed");
});

test.each([
  ["an app id that cannot be one", { appId: "cli_1" }, "appId"],
  ["a domain without https", { domain: "http://example.com" }, "domain"],
])("%s is refused at once", async (_, connection, name) => {
  await expect(setUp({ connection })).rejects.toThrow(name);
});
