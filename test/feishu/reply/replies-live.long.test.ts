import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { parseEvent } from "../../../src/feishu/event/parse.ts";
import { Replies } from "../../../src/feishu/reply/replies.ts";
import { replyTargetOf } from "../../../src/feishu/reply/reply-target.ts";
import { createClient, fetchBotOpenId } from "../../../src/feishu/sdk/client.ts";
import { DEMO_APP, EventMaker, type StandInOptions, startStandIn } from "../../../src/stand-in/index.ts";
import { recordLog } from "../../support/feishu/log.ts";

async function setUp(options: StandInOptions = {}) {
  const feishu = await startStandIn(options);
  onTestFinished(() => feishu.close());
  const { appId, appSecret } = DEMO_APP;
  const log = recordLog();
  const client = createClient({ appId, appSecret, domain: feishu.url, log });
  const replies = new Replies({ account: "default", client, log });
  return { feishu, client, log, replies };
}

const message = new EventMaker().text({ user: "alice", thread: "t" }, "hello");
const target = replyTargetOf(parseEvent(message)) ?? expect.unreachable();

test("an answer that was lost on its way is one message all the same", async () => {
  const { feishu, replies } = await setUp();
  feishu.deliver(message);
  feishu.script({ path: /\/reply$/, answer: { lose: "answer" } });
  const [id] = await replies.send(target, { text: "hi" }, { name: "work-1" });
  const { message_id: replyTo, chat_id: chatId } = message.event.message;
  expect(feishu.messages).toMatchObject([{ messageId: id, replyTo, chatId, inThread: true, repeats: 1 }]);
});

test("a text of a megabyte arrives whole, in parts that Feishu takes", async () => {
  const { feishu, replies } = await setUp();
  const text = '"好" 🙂\n'.repeat(60_000);
  await replies.send(target, { text }, { name: "work-1" });
  expect(feishu.messages.length).toBeGreaterThan(5);
  expect(feishu.messages.map(({ content }) => JSON.parse(content).text).join("")).toBe(text);
});

test("more than Feishu allows in a second arrives whole and in order", async () => {
  const { feishu, replies } = await setUp({ messagesPerSecond: 5 });
  const names = Array.from({ length: 12 }, (_, index) => `work-${index}`);
  await Promise.all(names.map((name) => replies.send(target, { text: name }, { name })));
  expect(feishu.messages.map(({ content }) => JSON.parse(content).text)).toEqual(names);
});

test("a token that Feishu has taken back is replaced", async () => {
  const { feishu, client, replies } = await setUp();
  expect(await fetchBotOpenId(client)).toBe(DEMO_APP.botOpenId);
  feishu.revokeTokens();
  await replies.send(target, { text: "hi" }, { name: "work-1" });
  expect(feishu.messages).toHaveLength(1);
});

test("a wrong secret is a refusal that names no secret", async () => {
  const { feishu, log } = await setUp();
  const client = createClient({ appId: DEMO_APP.appId, appSecret: "guess-secret", domain: feishu.url, log });
  const replies = new Replies({ account: "default", client, log });
  const failure = replies.send(target, { text: "hi" }, { name: "work-1" });
  await expect(failure).rejects.toMatchObject({ code: "ERR_REPLY_REFUSED" });
  await expect(failure).rejects.not.toThrow("guess-secret");
  expect(log.text()).not.toContain("guess-secret");
});

test("a request that is not answered in time is tried again", async () => {
  const { feishu, log } = await setUp();
  const { appId, appSecret } = DEMO_APP;
  const client = createClient({ appId, appSecret, domain: feishu.url, log, timeoutMs: 200 });
  const replies = new Replies({ account: "default", client, log });
  feishu.script({ path: /\/reply$/, answer: { delayMs: 20_000 } });
  await replies.send(target, { text: "hi" }, { name: "work-1" });
  expect(feishu.messages).toMatchObject([{ repeats: 1 }]);
  expect(log.text()).toContain("ECONNABORTED");
});

test("a message that is never answered has its time, and the parts behind it are not sent", async () => {
  const { feishu, client, log } = await setUp();
  const replies = new Replies({ account: "default", client, log, partTimeoutMs: 300, timeoutMs: 60_000 });
  feishu.script({ path: REPLY, times: 10, answer: { delayMs: 20_000 } });
  const failure = { code: "ERR_REPLY_FAILED", failure: { network: "ETIMEDOUT" } };
  const sending = replies.send(target, { text: "x".repeat(300_000) }, { name: "work-1" });
  await expect(sending).rejects.toMatchObject(failure);
  expect(feishu.messages).toHaveLength(1);
  await replies.onIdle();
});

const REPLY = /\/reply$/;
const TOKEN = /tenant_access_token/;
const page = "<html>Please log in to the guest network</html>";

test.each([
  ["a page in the place of an answer", REPLY, { body: page }],
  ["a request that took too long", REPLY, { status: 408, body: page }],
  ["a fault of Feishu's own", REPLY, { body: { code: 5000, msg: "internal error" } }],
  ["a page in the place of a token", TOKEN, { body: page }],
  ["a fault in the place of a token", TOKEN, { body: { code: 5000, msg: "internal error" } }],
])("%s passes: the reply is sent again", async (_, path, answer) => {
  const { feishu, replies } = await setUp();
  feishu.script({ path, answer });
  await replies.send(target, { text: "hi" }, { name: "work-1" });
  expect(feishu.messages).toHaveLength(1);
});

test.each([
  ["a reply", "/open-apis/im/"],
  ["a token", "/open-apis/auth/"],
])("an answer about %s that comes a byte at a time is not waited for without end", async (_, slow) => {
  const server = await dripping(slow);
  const { appId, appSecret } = DEMO_APP;
  const log = recordLog();
  const client = createClient({ appId, appSecret, domain: server.url, log, timeoutMs: 300 });
  const replies = new Replies({ account: "default", client, log, retries: 0 });
  const failure = { code: "ERR_REPLY_FAILED", isPassing: true };
  await expect(replies.send(target, { text: "hi" }, { name: "work-1" })).rejects.toMatchObject(failure);
});

/** A Feishu whose answers under a path never end. */
async function dripping(slow: string) {
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    if (!request.url?.startsWith(slow))
      return response.end('{"code":0,"tenant_access_token":"t","expire":7200}');
    const drip = setInterval(() => response.write(" "), 50);
    return response.on("close", () => clearInterval(drip));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
