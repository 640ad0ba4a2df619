import { expect, test } from "vitest";
import { DEMO_APP, EventMaker, feishuId } from "../../../src/stand-in/index.ts";
import { startWorld } from "../../support/gateway/world.ts";

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
