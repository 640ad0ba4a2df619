import { expect, test } from "vitest";
import { DEMO_APP } from "../../../src/stand-in/index.ts";
import { startWorld } from "../../support/gateway/world.ts";

test("by webhook as by long connection: encrypted, checked, acknowledged once kept, answered once", async () => {
  const { appId, appSecret, encryptKey, verificationToken } = DEMO_APP;
  const accounts = { default: { appId, appSecret, encryptKey, verificationToken } };
  const world = await startWorld({
    feishu: { accounts, transport: "webhook" },
    config: { webhook: { port: 0 } },
  });
  const { feishu, say, gateway } = world;
  const url = `${gateway.addresses.webhook}/feishu/default`;
  feishu.setWebhook(url);
  expect(await feishu.verifyUrl("a challenge")).toEqual({ code: 200, data: { challenge: "a challenge" } });
  const all = ["/new", "one", "two"].map((text) =>
    feishu.deliver(say.text({ user: "alice" }, text), { transport: "webhook", loseAcks: 1 }),
  );
  await world.until("all acks", () => all.every(({ state }) => state === "acked"));
  expect(await world.replies(3)).toHaveLength(3);
  expect(world.agent.turns.map(({ text }) => text).toSorted()).toEqual(["/new", "one", "two"]);
  const forged = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  expect(forged.status).toBe(401);
  for (const secret of [appSecret, encryptKey, verificationToken])
    expect(JSON.stringify(world.log)).not.toContain(secret);
});
