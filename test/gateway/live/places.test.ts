import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { feishuId } from "../../../src/stand-in/index.ts";
import { fastTimings, startWorld, type World, type WorldOptions } from "../../support/gateway/world.ts";
import { override } from "../../support/stand-in/override.ts";
import { ownMessage } from "../../support/stand-in/own-message.ts";

const team = { chat: "team", chatType: "group" as const };
const group = feishuId("oc", "team");
const open = { groupPolicy: "open", requireMention: false };
const permission = { status: 400, body: { code: 99991672, msg: "Access denied." } };

/** A Feishu that waits for an answer as long as the real one: what it is told first is looked at here. */
function start(options: WorldOptions = {}) {
  return startWorld({ standIn: { timings: { ...fastTimings, ackTimeoutMs: 3000 } }, ...options });
}

const keys = ({ agent }: World) => agent.turns.map(({ sessionKey }) => sessionKey);
const groupKey = `agent:main:feishu:group:${group}`;

/** Delivers it, and tells what the first answer was. */
async function answerTo({ feishu, until }: World, event: object) {
  const delivery = feishu.deliver(event);
  await until("the answer", () => delivery.attempts[0]?.outcome !== "pending");
  return delivery;
}

test("a group's message, clicks and reactions are of the group's session, one turn at a time", async () => {
  const behave = async () => {
    await sleep(50);
    return "";
  };
  const world = await start({ feishu: open, behave });
  const { feishu, say } = world;
  feishu.remember(ownMessage(say, { user: "bot", ...team }, "om_card"));
  feishu.deliver(say.text({ user: "alice", ...team }, "plan it"));
  for (const user of ["alice", "bob"]) feishu.deliver(say.cardAction({ user, ...team }, "om_card", {}));
  feishu.deliver(say.reaction({ user: "carol" }, "om_card", "OK"));
  await world.until("all turns", () => world.agent.turns.length === 4);
  expect(new Set(keys(world))).toEqual(new Set([groupKey]));
  expect(world.agent.mostAtOnce).toBe(1);
});

test("in a topic, what is done to a message of it is of the topic's session", async () => {
  const world = await start({ feishu: { ...open, groupSessionScope: "group_topic" } });
  const { feishu, say } = world;
  const speaker = { user: "alice", chat: "team", chatType: "topic_group" as const, thread: "t" };
  feishu.remember(ownMessage(say, speaker, "om_card"));
  feishu.deliver(say.cardAction(speaker, "om_card", {}));
  feishu.deliver(say.reaction(speaker, "om_card", "OK"));
  feishu.deliver(say.text(speaker, "hello"));
  await world.until("all turns", () => world.agent.turns.length === 3);
  expect(new Set(keys(world))).toEqual(new Set([`${groupKey}:topic:${feishuId("omt", "t")}`]));
  expect(feishu.messages.every(({ inThread }) => inThread)).toBe(true);
});

test("what may be of a group gets no turn in a DM's session: a card says so, a reaction comes again", async () => {
  const world = await start({ feishu: open });
  const { feishu, say } = world;
  feishu.remember(ownMessage(say, { user: "bot", ...team }, "om_card"));
  feishu.script({ path: /chats/, method: "GET", times: 2, answer: permission });
  const press = await answerTo(world, say.cardAction({ user: "alice", ...team }, "om_card", {}));
  expect(press.attempts.map(({ outcome }) => outcome)).toEqual(["acked"]);
  expect(press.attempts[0]?.data).toMatchObject({ toast: { type: "error" } });
  const reaction = await answerTo(world, say.reaction({ user: "alice" }, "om_card", "OK"));
  expect(reaction.attempts[0]?.outcome).toBe("refused");
  expect(world.agent.turns).toEqual([]);
  await world.until("its turn", () => world.agent.turns.length === 1);
  expect(keys(world)).toEqual([groupKey]);
  expect(world.log.some(({ err }) => Object(err).code === "ERR_LOOK_UP_REFUSED")).toBe(true);
});

test("of a topic that nobody can tell there is no turn in the group's own session: the card says so", async () => {
  const world = await start({
    feishu: { ...open, dmPolicy: "disabled", groupSessionScope: "group_topic" },
  });
  const { feishu, say } = world;
  const speaker = { user: "alice", chat: "team", chatType: "topic_group" as const, thread: "t" };
  const topicKey = `${groupKey}:topic:${feishuId("omt", "t")}`;
  feishu.deliver(say.text(speaker, "hello"));
  await world.until("its turn", () => world.agent.turns.length === 1);
  feishu.remember(ownMessage(say, speaker, "om_card"));
  feishu.script({ path: /messages\/om_card$/, method: "GET", times: 1, answer: permission });
  const press = () => answerTo(world, say.cardAction(speaker, "om_card", {}));
  expect((await press()).attempts[0]?.data).toMatchObject({ toast: { type: "error" } });
  expect((await press()).attempts[0]?.data).toMatchObject({ toast: { type: "info" } });
  await world.until("its turn", () => world.agent.turns.length === 2);
  expect(keys(world)).toEqual([topicKey, topicKey]);
});

const wanted: Array<[reactions: string | undefined, turns: string[]]> = [
  [undefined, ["own"]],
  ["own", ["own"]],
  ["off", []],
  ["all", ["own", "taken back", "theirs"]],
];

test.each(wanted)("reactions with %s: a turn for %j", async (reactions, turns) => {
  const world = await start({
    feishu: { ...open, ...(reactions && { reactions }) },
  });
  const { feishu, say } = world;
  feishu.remember(ownMessage(say, { user: "bot", ...team }, "om_own"));
  const theirs = override(say.text({ user: "bob", ...team }, "look"), {});
  feishu.remember(theirs);
  const own = say.reaction({ user: "alice" }, "om_own", "OK");
  const takenBack = override(
    say.reaction({ user: "alice" }, "om_own", "OK"),
    {},
    {
      event_type: "im.message.reaction.deleted_v1",
    },
  );
  const toTheirs = say.reaction({ user: "alice" }, theirs.event.message.message_id, "OK");
  const names = new Map([
    [own.header.event_id, "own"],
    [takenBack.header.event_id, "taken back"],
    [toTheirs.header.event_id, "theirs"],
  ]);
  for (const event of [own, takenBack, toTheirs]) await answerTo(world, event);
  feishu.deliver(say.text({ user: "carol" }, "the last"));
  await world.until("the last turn", () => world.agent.turns.length === turns.length + 1);
  const seen = world.agent.turns.map(({ message }) => names.get(String(Object(message).header.event_id)));
  expect(seen.filter(Boolean).toSorted()).toEqual(turns);
});

test("what the bot has said is its own without asking, and after a restart by asking", async () => {
  const world = await start();
  const { feishu, say } = world;
  feishu.deliver(say.text({ user: "alice" }, "hello"));
  await world.replies(1);
  const { messageId = "" } = feishu.messages[0] ?? {};
  feishu.script({ path: /messages\/[^/]+$/, method: "GET", times: 1, answer: permission });
  feishu.deliver(say.reaction({ user: "alice" }, messageId, "OK"));
  await world.until("its turn", () => world.agent.turns.length === 2);
  await world.gateway.close();
  await world.restart();
  const again = await answerTo(world, say.reaction({ user: "alice" }, messageId, "DONE"));
  expect(again.attempts[0]?.outcome).toBe("refused");
  await world.until("its turn", () => world.agent.turns.length === 3);
  expect(new Set(keys(world)).size).toBe(1);
});

test("the policies hold for clicks too, each where they are done", async () => {
  const world = await start({ feishu: { ...open, dmPolicy: "disabled" } });
  const { feishu, say } = world;
  feishu.remember(ownMessage(say, { user: "alice" }, "om_dm"));
  feishu.remember(ownMessage(say, { user: "bot", ...team }, "om_card"));
  await answerTo(world, say.cardAction({ user: "alice" }, "om_dm", {}));
  await answerTo(world, say.cardAction({ user: "alice", ...team }, "om_card", {}));
  await world.until("its turn", () => world.agent.turns.length > 0);
  expect(keys(world)).toEqual([groupKey]);
});
