import { expect, test } from "vitest";
import type { SentMessage } from "../../../src/stand-in/state/outbox.ts";
import type { Behaviour } from "../../support/gateway/agent-server.ts";
import { startWorld, type World } from "../../support/gateway/world.ts";
import { overrideMessage } from "../../support/stand-in/override.ts";

/** What the bot has sent, as if a person had written it, under a fresh event. */
function pushedBack({ say }: World, { messageId, content }: SentMessage, user = "alice") {
  return overrideMessage(say.text({ user }, ""), { message_id: messageId, content });
}

async function takes(world: World, event: object) {
  const delivery = world.feishu.deliver(event);
  await world.until("the ack", () => delivery.state === "acked");
}

test("the bot's own message gets no turn, whoever seems to have written it", async () => {
  const world = await startWorld();
  const { feishu, say, agent } = world;
  feishu.deliver(say.text({ user: "alice" }, "hello"));
  await world.replies(1);
  for (const sent of feishu.messages) await takes(world, pushedBack(world, sent));
  feishu.deliver(say.text({ user: "alice" }, "bye"));
  await world.replies(2);
  expect(agent.turns.map(({ text }) => text)).toEqual(["hello", "bye"]);
});

test("after a restart it gets none either", async () => {
  const behave: Behaviour = ({ text }) => (text === "long" ? "x".repeat(200_000) : `re: ${text}`);
  const world = await startWorld({ behave, config: { errors: { message: "Sorry" } } });
  const { feishu, say, agent } = world;
  for (const text of ["hello", "long"]) feishu.deliver(say.text({ user: "alice" }, text));
  await world.until("all parts", () => feishu.messages.length >= 3);
  await world.until(
    "the end",
    () => world.log.filter(({ msg }) => msg === "the turn has ended").length === 2,
  );
  const sent = [...feishu.messages];
  await world.gateway.close();
  await world.restart();
  for (const message of sent) await takes(world, pushedBack(world, message));
  feishu.deliver(say.text({ user: "alice" }, "bye"));
  await world.replies(sent.length + 1);
  expect(agent.turns.map(({ text }) => text)).toEqual(["hello", "long", "bye"]);
});

test("what the user was told of a failure is no new message either, also after a restart", async () => {
  const behave: Behaviour = ({ text }, { response }) =>
    text === "bad" ? void response.writeHead(404).end() : `re: ${text}`;
  const world = await startWorld({ behave, config: { errors: { message: "Sorry" } } });
  const { feishu, say, agent } = world;
  feishu.deliver(say.text({ user: "alice" }, "bad"));
  expect(await world.replies(1)).toEqual(["Sorry"]);
  await world.gateway.close();
  await world.restart();
  for (const message of [...feishu.messages]) await takes(world, pushedBack(world, message));
  feishu.deliver(say.text({ user: "alice" }, "bye"));
  await world.replies(2);
  expect(agent.turns.map(({ text }) => text)).toEqual(["bad", "bye"]);
});

const team = { chat: "team", chatType: "group" as const };

test("two bots that answer each other come to an end, and a person begins anew", async () => {
  const feishuKeys = { groupPolicy: "open", requireMention: false, allowBots: true, maxBotTurns: 3 };
  const world = await startWorld({ feishu: feishuKeys });
  const { feishu, say, agent } = world;
  const other = { user: "other bot", ...team, senderType: "app" as const };
  for (let round = 1; round <= 5; round += 1) await takes(world, say.text(other, `round ${round}`));
  await world.replies(3);
  feishu.deliver(say.text({ user: "alice", ...team }, "go on"));
  await world.replies(4);
  await takes(world, say.text(other, "round 6"));
  await world.replies(5);
  const seen = agent.turns.map(({ text }) => text);
  expect(seen).toEqual(["round 1", "round 2", "round 3", "go on", "round 6"]);
});
