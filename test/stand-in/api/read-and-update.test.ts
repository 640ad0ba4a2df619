import { createClock } from "@sinonjs/fake-timers";
import { expect, onTestFinished, test } from "vitest";
import { EventMaker, feishuId, type StandIn, startStandIn } from "../../../src/stand-in/index.ts";
import { sdkClient } from "../../support/stand-in/clients.ts";

async function start() {
  const clock = createClock();
  const feishu = await startStandIn({ now: () => clock.now, apps: [APP, OTHER] });
  onTestFinished(() => feishu.close());
  const client = sdkClient(feishu, APP);
  const send = async (msg_type: string, content: object) => {
    const data = { msg_type, content: JSON.stringify(content), receive_id: "oc_1" };
    const { data: sent } = await client.im.message.create({ params: { receive_id_type: "chat_id" }, data });
    return sent?.message_id ?? "";
  };
  const read = async (id: string, params = {}) =>
    (await client.im.message.get({ path: { message_id: id }, params })).data?.items?.[0];
  const update = (id: string, content: object, by = client) =>
    by.im.message.patch({ path: { message_id: id }, data: { content: JSON.stringify(content) } });
  return { clock, feishu, client, send, read, update };
}

const APP = { appId: "cli_0000000000000001", appSecret: "one" };
const OTHER = { appId: "cli_0000000000000002", appSecret: "two" };
const failure = (code: number) => ({ response: { status: 400, data: { code } } });
const card = (content: string, config: object = { update_multi: true }) => ({
  schema: "2.0",
  config,
  body: { elements: [{ tag: "markdown", content }] },
});

test("a message that was delivered is given as the API gives it", async () => {
  const { feishu, read } = await start();
  const event = new EventMaker().text({ user: "alice", replyTo: "om_0" }, "@_user_1 hello");
  const mentions = [{ key: "@_user_1", id: { open_id: "ou_1", union_id: "on_1" }, name: "Tom" }];
  const { message } = event.event;
  feishu.deliver({ ...event, event: { ...event.event, message: { ...message, mentions } } });
  expect(await read(message.message_id)).toMatchObject({
    message_id: message.message_id,
    parent_id: "om_0",
    msg_type: "text",
    deleted: false,
    chat_id: message.chat_id,
    sender: { id: feishuId("ou", "alice"), id_type: "open_id", sender_type: "user" },
    body: { content: '{"text":"@_user_1 hello"}' },
    mentions: [{ key: "@_user_1", id: "ou_1", id_type: "open_id", name: "Tom" }],
  });
});

test("a card is given whole only when asked so, and a post as one language without its markdown", async () => {
  const { send, read } = await start();
  const id = await send("interactive", card("hi"));
  expect((await read(id))?.body?.content).toContain("请升级至最新版本客户端");
  const whole = await read(id, { card_msg_content_type: "user_card_content" });
  expect(JSON.parse(whole?.body?.content ?? "")).toEqual(card("hi"));
  const post = await send("post", { zh_cn: { content: [[{ tag: "md", text: "**hi**" }]] } });
  const given = JSON.parse((await read(post))?.body?.content ?? "");
  expect(given).toEqual({ title: "", content: [[{ tag: "text", text: "**hi**" }]] });
});

test("a message that was recalled has no content, and is neither answered nor updated", async () => {
  const { feishu, client, send, read, update } = await start();
  const id = await send("interactive", card("hi"));
  feishu.recall(id);
  expect(await read(id)).toMatchObject({ deleted: true, body: {} });
  await expect(update(id, card("ho"))).rejects.toMatchObject(failure(230011));
  const data = { msg_type: "text", content: '{"text":"x"}' };
  const answer = client.im.message.reply({ path: { message_id: id }, data });
  await expect(answer).rejects.toMatchObject(failure(230011));
  await expect(read("om_unknown")).rejects.toMatchObject(failure(230001));
});

test("a card is given other contents, five times a second, for fourteen days", async () => {
  const { clock, feishu, send, read, update } = await start();
  const id = await send("interactive", card("0"));
  for (const text of "12345") await update(id, card(text));
  await expect(update(id, card("6"))).rejects.toMatchObject(failure(230020));
  clock.tick(1000);
  await update(id, card("7"));
  expect(updatesOf(feishu)).toEqual([["1", "2", "3", "4", "5", "7"]]);
  expect(await read(id)).toMatchObject({ updated: true });
  clock.tick(14 * 86_400_000);
  await expect(update(id, card("8"))).rejects.toMatchObject(failure(230031));
});

test("what cannot be updated is not", async () => {
  const { feishu, send, update } = await start();
  const text = await send("text", { text: "hi" });
  await expect(update(text, card("x"))).rejects.toMatchObject(failure(230001));
  const alone = await send("interactive", card("mine", {}));
  await expect(update(alone, card("x"))).rejects.toMatchObject(failure(230099));
  const shared = await send("interactive", card("ours"));
  await expect(update(shared, card("x", {}))).rejects.toMatchObject(failure(230099));
  await expect(update(shared, card("x".repeat(30_720)))).rejects.toMatchObject(failure(230025));
  const other = sdkClient(feishu, OTHER);
  await expect(update(shared, card("x"), other)).rejects.toMatchObject(failure(230027));
  await expect(update("om_unknown", card("x"))).rejects.toMatchObject(failure(230001));
  expect(updatesOf(feishu).flat()).toEqual([]);
});

function updatesOf(feishu: StandIn): string[][] {
  return feishu.messages.map(({ updates }) => updates.map((it) => JSON.parse(it).body.elements[0].content));
}
