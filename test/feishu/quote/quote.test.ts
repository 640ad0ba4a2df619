import { expect, onTestFinished, test } from "vitest";
import { createClient, fetchQuote, type QuoteOptions } from "../../../src/feishu/channel.ts";
import { parseEvent } from "../../../src/feishu/index.ts";
import { DEMO_APP, EventMaker, refusal, startStandIn } from "../../../src/stand-in/index.ts";
import { recordLog } from "../../support/feishu/log.ts";
import { sdkClient } from "../../support/stand-in/clients.ts";

const say = new EventMaker();
const alice = { user: "alice" };
const GET = { method: "GET", path: /\/messages\/om_/ };

async function start() {
  const feishu = await startStandIn();
  onTestFinished(() => feishu.close());
  const client = createClient({ ...DEMO_APP, domain: feishu.url, log: recordLog() });
  const heard: string[] = [];
  const quoteOf = (id: string, options: QuoteOptions = {}) => {
    const event = parseEvent(say.text({ ...alice, replyTo: id }, "this?"));
    return fetchQuote(client, event, { onProblem: ({ message }) => heard.push(message), ...options });
  };
  const deliver = (event: ReturnType<EventMaker["message"]>) => {
    feishu.deliver(event);
    return event.event.message.message_id;
  };
  const send = async (msg_type: string, content: object) => {
    const data = { msg_type, content: JSON.stringify(content), receive_id: "oc_1" };
    const params = { receive_id_type: "chat_id" } as const;
    return (await sdkClient(feishu).im.message.create({ params, data })).data?.message_id ?? "";
  };
  return { feishu, quoteOf, deliver, send, heard };
}

test("what is quoted is read: texts, posts, pictures, and the bot's own cards", async () => {
  const { quoteOf, deliver, send } = await start();
  const text = deliver(say.text(alice, "the plan"));
  expect(await quoteOf(text)).toEqual({ messageId: text, kind: "text", text: "the plan", files: [] });
  const picture = deliver(say.message(alice, "image", { image_key: "img_1" }));
  const files = [{ kind: "image", imageKey: "img_1" }];
  expect(await quoteOf(picture)).toEqual({ messageId: picture, kind: "image", files });
  const post = await send("post", { zh_cn: { content: [[{ tag: "md", text: "**so**" }]] } });
  expect(await quoteOf(post)).toMatchObject({ kind: "post", text: "**so**" });
  const card = {
    schema: "2.0",
    config: { update_multi: true },
    body: { elements: [{ tag: "markdown", content: "hi" }] },
  };
  expect(await quoteOf(await send("interactive", card))).toMatchObject({ kind: "interactive", text: "hi" });
});

test("who is mentioned there has a name", async () => {
  const { quoteOf, deliver } = await start();
  const event = say.text(alice, "@_user_1 knows");
  const mentions = [{ key: "@_user_1", id: { open_id: "ou_tom" }, name: "Tom" }];
  Object.assign(event.event.message, { mentions });
  expect((await quoteOf(deliver(event)))?.text).toBe("@Tom knows");
});

test("a long text is cut, and says so", async () => {
  const { quoteOf, deliver } = await start();
  const id = deliver(say.text(alice, "字".repeat(100)));
  expect(await quoteOf(id, { maxBytes: 10 })).toMatchObject({ text: "字字字", isCut: true });
});

test("a message that quotes nothing asks for nothing", async () => {
  const { feishu } = await start();
  const client = createClient({ ...DEMO_APP, domain: feishu.url, log: recordLog() });
  const requests: string[] = [];
  feishu.changes.on("request", (_, path) => requests.push(path));
  expect(await fetchQuote(client, parseEvent(say.text(alice, "hi")))).toBeUndefined();
  expect(await fetchQuote(client, parseEvent(say.menu(alice, "help")))).toBeUndefined();
  expect(requests).toEqual([]);
});

test("a token that is not valid any more is asked for again", async () => {
  const { feishu, quoteOf, deliver } = await start();
  const id = deliver(say.text(alice, "one"));
  await quoteOf(id);
  feishu.revokeTokens();
  expect(await quoteOf(id)).toMatchObject({ text: "one" });
});

test("what cannot be read says why, and never throws", async () => {
  const { feishu, quoteOf, deliver, heard } = await start();
  const id = deliver(say.text(alice, "secret"));
  feishu.recall(id);
  expect(await quoteOf(id)).toEqual({ messageId: id, problem: "recalled" });
  expect(await quoteOf("om_unknown")).toMatchObject({ problem: "refused" });
  feishu.script({ ...GET, answer: refusal(230027, "Lack of necessary permissions.") });
  expect(await quoteOf(id)).toMatchObject({ problem: "refused" });
  feishu.script({ ...GET, answer: { body: "garbage" } });
  expect(await quoteOf(id)).toMatchObject({ problem: "refused" });
  feishu.script({ ...GET, answer: { body: { code: 0, data: { items: [], more: "x".repeat(11_000_000) } } } });
  expect(await quoteOf(id)).toMatchObject({ problem: "no answer" });
  feishu.script({ ...GET, answer: { lose: "request" } });
  expect(await quoteOf(id)).toMatchObject({ problem: "no answer" });
  feishu.script({ ...GET, answer: { delayMs: 5000 } });
  expect(await quoteOf(id, { timeoutMs: 50 })).toMatchObject({ problem: "no answer" });
  expect(heard).toHaveLength(7);
  expect(heard.join()).not.toMatch(/secret|Bearer|t-/);
});

test("an abort ends the wait", async () => {
  const { feishu, quoteOf } = await start();
  feishu.script({ ...GET, answer: { delayMs: 5000 } });
  const stop = new AbortController();
  const asked = quoteOf("om_1", { signal: stop.signal });
  stop.abort(new Error("stopped"));
  await expect(asked).rejects.toThrow("stopped");
});
