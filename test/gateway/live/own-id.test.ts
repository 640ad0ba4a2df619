import { beforeEach, expect, test } from "vitest";
import { DEMO_APP, EventMaker } from "../../../src/stand-in/index.ts";
import { configWith, feishu, lines, setUp, start } from "../../support/gateway/starting.ts";
import { override, overrideMessage } from "../../support/stand-in/override.ts";
import { ownMessage } from "../../support/stand-in/own-message.ts";

beforeEach(setUp);

const say = new EventMaker();

/** A reaction that Feishu reports as a user's, though the bot itself gave it. */
function ownReaction() {
  const user_id = { open_id: DEMO_APP.botOpenId, user_id: "", union_id: "" };
  return override(say.reaction({ user: "bot" }, "om_1", "OK"), { user_id });
}

async function outcomeOf(event: object): Promise<string> {
  const delivery = feishu.deliver(event);
  await feishu.changes.until("the answer", () => delivery.attempts[0]?.outcome !== "pending");
  return delivery.attempts[0]?.outcome ?? "";
}

const turns = () => lines.filter((line) => line.includes('"the turn begins"')).length;

test("until Feishu says who the bot is, what may be its own gets no turn, and is not lost", async () => {
  const answer = { status: 502, headers: { "content-type": "text/html" }, body: "<html>" };
  feishu.remember(ownMessage(say, { user: "alice" }, "om_1"));
  feishu.script({ path: "/open-apis/bot/v3/info", method: "GET", times: 2, answer });
  const gateway = await start(configWith({ groupAllowFrom: ["*"], middleware: ["feishu-dispatch-dedup"] }));
  await gateway.connected;
  await feishu.changes.until("the connection", () => feishu.connections() === 1);
  expect(gateway.readiness()).toMatchObject({ ready: true, botUnknown: ["default"] });
  expect(await outcomeOf(ownReaction())).toBe("refused");
  expect(await outcomeOf(say.reaction({ user: "alice" }, "om_1", "OK"))).toBe("refused");
  expect(await outcomeOf(say.text({ user: "alice" }, "hello"))).toBe("acked");
  const group = { user: "alice", chat: "team", chatType: "group" as const };
  const mentions = [{ key: "@_user_1", id: { open_id: DEMO_APP.botOpenId, user_id: "" }, name: "Bot" }];
  expect(await outcomeOf(overrideMessage(say.text(group, "@_user_1 hi"), { mentions }))).toBe("refused");
  expect(await outcomeOf(say.text(group, "lunch anyone?"))).toBe("acked");
  await expect.poll(() => gateway.readiness(), { timeout: 10_000 }).not.toHaveProperty("botUnknown");
  const before = turns();
  expect(await outcomeOf(ownReaction())).toBe("acked");
  expect(turns()).toBe(before);
  expect(await outcomeOf(say.reaction({ user: "alice" }, "om_1", "OK"))).toBe("acked");
  await expect.poll(turns).toBe(before + 1);
});
