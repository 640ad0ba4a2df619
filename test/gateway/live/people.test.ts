import { expect, test } from "vitest";
import { DEMO_APP, EventMaker, feishuId } from "../../../src/stand-in/index.ts";
import { asks } from "../../support/gateway/asking.ts";
import { startWorld } from "../../support/gateway/world.ts";
import { overrideMessage } from "../../support/stand-in/override.ts";
import { ownMessage } from "../../support/stand-in/own-message.ts";

const { appId, appSecret } = DEMO_APP;
const second = { appId: "cli_00000000000000bb", appSecret: "another-secret" };

/** A message to the second app, which knows the same person by an open id of its own. */
function toSecond(text: string) {
  const event = new EventMaker({ appId: second.appId, prefix: "second " }).text({ user: "alice" }, text);
  event.event.sender.sender_id.open_id = "ou_alice_of_the_second_app";
  return event;
}

test("one person over two apps has one session, by the union id", async () => {
  const world = await startWorld({
    standIn: { apps: [DEMO_APP, second] },
    feishu: { accounts: { one: { appId, appSecret }, two: second } },
    config: {
      session: { dmScope: "per-peer", identityLinks: { Alice: [`feishu:${feishuId("on", "alice")}`] } },
    },
  });
  await world.until("both connections", () => world.feishu.connections() === 2);
  world.feishu.deliver(world.say.text({ user: "alice" }, "to one"));
  world.feishu.deliver(toSecond("to two"));
  await world.replies(2);
  const keys = world.agent.turns.map(({ sessionKey }) => sessionKey);
  expect(keys).toEqual(["agent:main:direct:alice", "agent:main:direct:alice"]);
});

test.each(["a message", "the menu"])("whom %s makes ask is answered over the other app", async (how) => {
  const world = await startWorld({
    behave: asks,
    standIn: { apps: [DEMO_APP, second] },
    feishu: { accounts: { one: { appId, appSecret }, two: second }, menuCommands: { ask_key: "ask" } },
    config: { session: { dmScope: "per-peer", identityLinks: { Alice: [feishuId("on", "alice")] } } },
  });
  await world.until("both connections", () => world.feishu.connections() === 2);
  const { feishu, say } = world;
  feishu.deliver(
    how === "the menu" ? say.menu({ user: "alice" }, "ask_key") : say.text({ user: "alice" }, "ask"),
  );
  await world.replies(1);
  feishu.deliver(toSecond("blue"));
  expect(await world.replies(2)).toEqual(["which?", "got blue"]);
});

const team = { chat: "team", chatType: "group" as const };
const mentions = [{ key: "@_user_1", id: { open_id: DEMO_APP.botOpenId }, name: "Bot" }];
const refusing = { dmPolicy: "allowlist", allowFrom: ["ou_somebody"], notifyRefused: true };

test("who is refused is told so once, in their language, where they asked", async () => {
  const world = await startWorld({ feishu: refusing });
  const { feishu, say, agent } = world;
  const asked = (text: string) =>
    overrideMessage(say.text({ user: "bob", ...team }, `@_user_1 ${text}`), { mentions });
  const all = [
    say.text({ user: "alice" }, "你好"),
    say.text({ user: "alice" }, "hello?"),
    say.menu({ user: "alice" }, "help"),
    say.text({ user: "bob", ...team }, "lunch anyone?"),
    asked("hi"),
    asked("hello?"),
    say.text({ user: "other bot", senderType: "app" }, "hi"),
    say.menu({ user: "carol" }, "help"),
  ];
  for (const event of all) {
    const delivery = feishu.deliver(event);
    await world.until("the ack", () => delivery.state === "acked");
  }
  const sorry = "Sorry, you cannot use this bot here.";
  expect(await world.replies(3)).toEqual(["抱歉，你无法在这里使用此机器人。", sorry, sorry]);
  expect(agent.turns).toEqual([]);
  await world.gateway.close();
  expect(feishu.messages).toHaveLength(3);
});

test.each([
  [true, { type: "warning" }],
  [false, undefined],
])("a click that is refused says so on the card, where that is wanted: %s", async (notifyRefused, toast) => {
  const world = await startWorld({ feishu: { ...refusing, notifyRefused } });
  const { feishu, say } = world;
  feishu.remember(ownMessage(say, { user: "alice" }, "om_1"));
  const delivery = feishu.deliver(say.cardAction({ user: "alice" }, "om_1", {}));
  await world.until("the ack", () => delivery.state === "acked");
  const data = delivery.attempts[0]?.data;
  if (toast) expect(data).toMatchObject({ toast });
  else expect(Object(data)).not.toHaveProperty("toast");
  feishu.deliver(say.text({ user: "alice" }, "hello?"));
  if (notifyRefused) await world.replies(1);
  expect(world.agent.turns).toEqual([]);
});
