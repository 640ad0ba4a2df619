import { expect, onTestFinished, test, vi } from "vitest";
import { Whereabouts, type WhereaboutsOptions } from "../../../src/feishu/channel.ts";
import { chatOf, chatTypeOf, type FeishuEvent, parseEvent, threadOf } from "../../../src/feishu/index.ts";
import { createClient } from "../../../src/feishu/sdk/client.ts";
import { DEMO_APP, EventMaker, feishuId, startStandIn } from "../../../src/stand-in/index.ts";
import { recordLog } from "../../support/feishu/log.ts";
import { override, overrideMessage } from "../../support/stand-in/override.ts";
import { ownMessage } from "../../support/stand-in/own-message.ts";

const { appId, appSecret, botOpenId } = DEMO_APP;
const say = new EventMaker();
const alice = { user: "alice" };
const team = { user: "alice", chat: "team", chatType: "group" as const };
const dm = feishuId("oc", "direct alice");
const group = feishuId("oc", "team");

async function setUp(options: Partial<WhereaboutsOptions> = {}) {
  const feishu = await startStandIn();
  onTestFinished(() => feishu.close());
  const log = recordLog();
  const client = createClient({ appId, appSecret, domain: feishu.url, log });
  onTestFinished(() => client.close());
  const ownIds = () => [appId, botOpenId];
  const places = new Whereabouts({ account: "default", client, ownIds, log, timeoutMs: 10_000, ...options });
  const asked = [vi.spyOn(client.api.im.v1.message, "get"), vi.spyOn(client.api.im.v1.chat, "get")] as const;
  const counts = () => asked.map((spy) => spy.mock.calls.length);
  return { feishu, client, log, places, counts };
}

const where = (event: FeishuEvent) => [chatOf(event), chatTypeOf(event), threadOf(event)];
const read = (event: object) => parseEvent(event);

test("what was heard of a chat and a message is not asked for", async () => {
  const { places, counts } = await setUp();
  const message = say.text({ ...team, thread: "t" }, "hello");
  places.note(read(message));
  const id = message.event.message.message_id;
  const expected = [group, "group", feishuId("omt", "t")];
  expect(where(await places.locate(read(say.reaction(team, id, "OK"))))).toEqual(expected);
  expect(where(await places.locate(read(say.cardAction(team, id, {}))))).toEqual(expected);
  expect([places.isOwn(id), counts()]).toEqual([false, [0, 0]]);
});

test("where a message that was sent stands is known, and that it is the bot's", async () => {
  const { places, counts } = await setUp();
  places.note(read(say.text(alice, "hello")));
  places.sent({ messageId: "om_sent", chatId: dm });
  expect(places.isOwn("om_sent")).toBe(true);
  expect(where(await places.locate(read(say.reaction(alice, "om_sent", "OK"))))).toEqual([
    dm,
    "p2p",
    undefined,
  ]);
  expect(counts()).toEqual([0, 0]);
});

const kinds: Array<[string, object, string]> = [
  ["a DM", alice, "p2p"],
  ["a group", team, "group"],
  ["a group of topics", { ...team, chatType: "topic_group" }, "topic_group"],
];

test.each(kinds)("what was not heard is looked up, once: %s", async (_, speaker, type) => {
  const { feishu, places, counts } = await setUp();
  const who = { ...alice, ...speaker };
  feishu.remember(ownMessage(say, who, "om_old"));
  const events = Array.from({ length: 5 }, () => read(say.reaction(who, "om_old", "OK")));
  const found = await Promise.all(events.map((event) => places.locate(event)));
  for (const { event } of found) expect(event).toMatchObject({ chat_type: type });
  const card = await places.locate(read(say.cardAction(who, "om_old", {})));
  expect(card.event).toMatchObject({ chat_type: type });
  expect([places.isOwn("om_old"), counts()]).toEqual([true, [1, 1]]);
});

test("somebody else's message is not the bot's, another app's neither", async () => {
  const { feishu, places } = await setUp();
  const [theirs, others] = [say.text(team, "hi"), say.text({ ...team, senderType: "app" }, "hi")];
  for (const event of [theirs, others]) {
    feishu.remember(event);
    const { message_id: id } = event.event.message;
    expect(places.isOwn(id)).toBeUndefined();
    await places.locate(read(say.reaction(team, id, "OK")));
    expect(places.isOwn(id)).toBe(false);
  }
});

test("the thread and the first message of an answer are found too", async () => {
  const { feishu, places } = await setUp();
  const answer = overrideMessage(ownMessage(say, { ...team, thread: "t" }, "om_old"), {
    root_id: "om_first",
  });
  feishu.remember(answer);
  const { event } = await places.locate(read(say.cardAction(team, "om_old", {})));
  expect(event).toMatchObject({ thread_id: feishuId("omt", "t"), root_id: "om_first" });
});

test("what Feishu does not tell is not known, and in the log; the next time it is asked again", async () => {
  const { feishu, log, places } = await setUp();
  const reaction = read(say.reaction(alice, "om_old", "OK"));
  expect(where(await places.locate(reaction))).toEqual([undefined, undefined, undefined]);
  expect(log.text()).toContain("im:chat:readonly");
  feishu.remember(ownMessage(say, alice, "om_old"));
  expect(where(await places.locate(reaction))).toEqual([dm, "p2p", undefined]);
});

test("a token that is not valid any more is asked for anew", async () => {
  const { feishu, client, places } = await setUp();
  await client.authenticate();
  feishu.revokeTokens();
  feishu.remember(ownMessage(say, alice, "om_old"));
  expect(where(await places.locate(read(say.reaction(alice, "om_old", "OK"))))).toEqual([
    dm,
    "p2p",
    undefined,
  ]);
});

test("what takes too long is not known", async () => {
  const { feishu, places } = await setUp({ timeoutMs: 30 });
  feishu.remember(ownMessage(say, alice, "om_old"));
  feishu.script({ path: /chats/, method: "GET", answer: { delayMs: 200 } });
  expect(chatTypeOf(await places.locate(read(say.cardAction(alice, "om_old", {}))))).toBeUndefined();
});

test("no more is looked up at once than is allowed", async () => {
  const { feishu, log, places, counts } = await setUp({ maxLookUps: 1 });
  for (const id of ["om_1", "om_2"]) feishu.remember(ownMessage(say, alice, id));
  const events = ["om_1", "om_2"].map((id) => read(say.reaction(alice, id, "OK")));
  const found = await Promise.all(events.map((event) => places.locate(event)));
  expect(found.map(chatTypeOf)).toEqual(["p2p", undefined]);
  expect(counts()).toEqual([1, 1]);
  expect(log.text()).toContain("ERR_TOO_MANY_LOOK_UPS");
});

test("what says itself where it comes from is given back as it is", async () => {
  const { places } = await setUp();
  for (const made of [say.text(alice, "hi"), say.menu(alice, "help")]) {
    const event = read(made);
    expect(places.locate(event)).toBe(event);
  }
  const nowhere = read(override(say.cardAction(alice, "om_1", {}), { context: {} }));
  expect(chatTypeOf(await places.locate(nowhere))).toBe("p2p");
});

test("whose a message is stays open until the bot is known", async () => {
  let known: string | undefined;
  const { feishu, places } = await setUp({ ownIds: () => [appId, known] });
  feishu.remember(ownMessage(say, alice, "om_old"));
  const reaction = read(say.reaction(alice, "om_old", "OK"));
  await places.locate(reaction);
  expect(places.isOwn("om_old")).toBeUndefined();
  known = botOpenId;
  await places.locate(reaction);
  expect(places.isOwn("om_old")).toBe(true);
});
