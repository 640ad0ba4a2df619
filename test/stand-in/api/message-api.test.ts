import { once } from "node:events";
import { get } from "node:https";
import { createClock } from "@sinonjs/fake-timers";
import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import {
  EventMaker,
  feishuId,
  rateLimited,
  type StandIn,
  type StandInOptions,
  startStandIn,
} from "../../../src/stand-in/index.ts";
import { certificate } from "../../support/stand-in/certificate.ts";
import { sdkClient } from "../../support/stand-in/clients.ts";

const open: StandIn[] = [];
afterEach(async () => {
  for (const feishu of open.splice(0)) await feishu.close();
});

async function start(options: StandInOptions = {}): Promise<StandIn> {
  const feishu = await startStandIn(options);
  open.push(feishu);
  return feishu;
}

function reply(feishu: StandIn, text: string, uuid?: string, id = "om_1", client = sdkClient(feishu)) {
  const content = JSON.stringify({ text });
  return client.im.message.reply({
    path: { message_id: id },
    data: { content, msg_type: "text", ...(uuid && { uuid }), reply_in_thread: true },
  });
}

const failure = (code: number, status: number) => ({ response: { status, data: { code } } });

test("a reply stands in the chat and thread of the message it answers", async () => {
  const feishu = await start();
  const event = new EventMaker().text({ user: "alice", thread: "t" }, "hello");
  feishu.deliver(event);
  const { data } = await reply(feishu, "hi", undefined, event.event.message.message_id);
  const { chat_id, message_id } = event.event.message;
  expect(data).toMatchObject({ chat_id, parent_id: message_id, thread_id: feishuId("omt", "t") });
  expect(feishu.messages).toMatchObject([
    { chatId: chat_id, replyTo: message_id, inThread: true, repeats: 0 },
  ]);
});

test("a uuid makes a message once for an hour, then again", async () => {
  const clock = createClock();
  const feishu = await start({ now: () => clock.now });
  const first = await reply(feishu, "hi", "work-1");
  clock.tick(3_599_999);
  const again = await reply(feishu, "hi", "work-1");
  await reply(feishu, "hi", "work-2");
  expect(again.data?.message_id).toBe(first.data?.message_id);
  expect(feishu.messages.map(({ uuid, repeats }) => [uuid, repeats])).toEqual([
    ["work-1", 1],
    ["work-2", 0],
  ]);
  clock.tick(1);
  await reply(feishu, "hi", "work-1");
  expect(feishu.messages).toHaveLength(3);
});

test("scripted answers come once each, in order, and then the API answers again", async () => {
  const feishu = await start();
  const path = "/open-apis/im/v1/messages/om_1/reply";
  feishu.script({ path, answer: rateLimited(7) });
  feishu.script({ path: /\/reply$/, answer: { status: 500, body: { code: 1, msg: "internal" } } });
  const limited = { status: 429, headers: expect.objectContaining({ "retry-after": "7" }) };
  await expect(reply(feishu, "hi")).rejects.toMatchObject({ response: limited });
  await expect(reply(feishu, "hi")).rejects.toMatchObject(failure(1, 500));
  expect((await reply(feishu, "hi")).code).toBe(0);
  expect(feishu.messages).toHaveLength(1);
});

test("a lost request was not done, a lost answer was", async () => {
  const feishu = await start();
  feishu.script({ path: /\/reply$/, answer: { lose: "request" } });
  await expect(reply(feishu, "hi", "u")).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(feishu.messages).toHaveLength(0);
  feishu.script({ path: /\/reply$/, answer: { lose: "answer" } });
  await expect(reply(feishu, "hi", "u")).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(feishu.messages).toHaveLength(1);
});

test("a slow answer comes when its time has come", async () => {
  const clock = createClock();
  const feishu = await start({ timers: clock });
  feishu.script({ path: /\/reply$/, answer: { delayMs: 10_000 } });
  const slow = reply(feishu, "hi");
  await feishu.changes.until("the message", () => feishu.messages.length === 1);
  await clock.nextAsync();
  expect((await slow).code).toBe(0);
  expect(clock.now).toBe(10_000);
});

test.each([
  ["text over 150 KB", { text: "x".repeat(150 * 1024) }, "u", 230025],
  ["a uuid over 50 characters", { text: "x" }, "u".repeat(51), 230001],
])("%s is refused as Feishu does", async (_, { text }, uuid, code) => {
  const feishu = await start();
  await expect(reply(feishu, text, uuid)).rejects.toMatchObject(failure(code, 400));
});

test("more messages in one second than allowed are refused, for that chat", async () => {
  const clock = createClock();
  const feishu = await start({ messagesPerSecond: 5, now: () => clock.now });
  for (let n = 0; n < 5; n += 1) await reply(feishu, "hi");
  await expect(reply(feishu, "hi")).rejects.toMatchObject(failure(230020, 400));
  await reply(feishu, "hi", undefined, "om_other");
  clock.tick(1000);
  await reply(feishu, "hi");
  expect(feishu.messages).toHaveLength(7);
});

test("a revoked token is refused, and so is a path that is not simulated unless asked", async () => {
  const feishu = await start();
  const client = sdkClient(feishu);
  const bot = { method: "GET", url: "/open-apis/bot/v3/info" };
  expect(await client.request(bot)).toMatchObject({
    code: 0,
    bot: { open_id: expect.stringMatching(/^ou_/) },
  });
  feishu.revokeTokens();
  await expect(client.request(bot)).rejects.toMatchObject(failure(99991663, 400));
  const other = { method: "GET", url: "/open-apis/contact/v3/users/ou_1" };
  await expect(sdkClient(feishu).request(other)).rejects.toMatchObject(failure(404, 404));
  const lenient = await start({ acceptUnknown: true });
  expect(await sdkClient(lenient).request(other)).toMatchObject({ code: 0, data: {} });
});

test("https with a certificate of one's own", async () => {
  const feishu = await start({ tls: certificate });
  expect(feishu.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  const request = get(`${feishu.url}/open-apis/bot/v3/info`, { ca: certificate.cert });
  const [response] = await once(request, "response");
  expect(response.statusCode).toBe(400);
  const client = new WebSocket(`${feishu.url.replace("http", "ws")}/ws/v2`, { ca: certificate.cert });
  const [error] = await once(client, "error");
  expect(error.message).toContain("403");
});
