import { describe, expect, test } from "vitest";
import type { Behaviour } from "../../support/gateway/agent-server.ts";
import { startWorld } from "../../support/gateway/world.ts";
import { ownMessage } from "../../support/stand-in/own-message.ts";

const fails: Behaviour = (_turn, { response }) => {
  response.statusCode = 400;
};

describe("who is answered in whose words", () => {
  const idle = { en: "Nothing is running.", zh: "没有正在运行的任务。" };
  test.each([
    { said: "stop", answer: idle.en },
    { said: "停止", answer: idle.zh },
    { said: "停止", session: { language: "en" }, answer: idle.en },
    { said: "stop", session: { language: "zh" }, answer: idle.zh },
    { said: "停止", words: { nothingRuns: { zh: "没事可停" } }, answer: "没事可停" },
    { said: "stop", words: { nothingRuns: { zh: "没事可停" } }, answer: idle.en },
    { said: "stop", words: { nothingRuns: "-" }, answer: "-" },
    { said: "停止", words: { nothingRuns: "-" }, answer: "-" },
    { said: "/status", words: { idle: "{waiting} wait" }, answer: "0 wait" },
  ])("$said with $session and $words: $answer", async ({ said, answer, session = {}, words = {} }) => {
    const config = { session: { dmScope: "per-channel-peer", ...session }, words };
    const { feishu, say, replies } = await startWorld({ config });
    feishu.deliver(say.text({ user: "alice" }, said));
    expect(await replies(1)).toEqual([answer]);
  });
});

describe("a model's conversation begins anew", () => {
  test.each([
    { said: "/new", answer: "✅ New session started." },
    { said: "/new 你好", answer: "✅ 已开始新会话。" },
    { said: "/new", session: { language: "zh" }, answer: "✅ 已开始新会话。" },
    { said: "/new", words: { newSession: "-" }, answer: "-" },
  ])("$said with $session and $words: $answer", async ({ said, answer, session = {}, words = {} }) => {
    const agent = { kind: "openai", baseUrl: "http://127.0.0.1:9/v1", model: "m" };
    const { feishu, say, replies } = await startWorld({ config: { agent, session, words } });
    feishu.deliver(say.text({ user: "alice" }, said));
    expect(await replies(1)).toEqual([answer]);
  });
});

test("a failure is told in the user's language, for a picture in that of the message before", async () => {
  const { feishu, say, replies } = await startWorld({ behave: fails, config: { errors: { message: true } } });
  const zh = "抱歉，处理失败，请重试。";
  const en = "Sorry, that did not work. Please try again.";
  const expected: string[] = [];
  const answered = async (event: ReturnType<typeof say.text>, text: string) => {
    feishu.deliver(event);
    expected.push(text);
    expect(await replies(expected.length)).toEqual(expected);
  };
  const picture = (user: string) => say.message({ user }, "image", { image_key: "img_1" });
  await answered(say.text({ user: "alice" }, "你好"), zh);
  await answered(say.text({ user: "bob" }, "你好"), zh);
  await answered(say.text({ user: "bob" }, "hello"), en);
  await answered(picture("alice"), zh);
  await answered(picture("bob"), en);
  await answered(picture("carol"), en);
});

test.each([
  [{}, {}, { content: "Received", i18n: { zh_cn: "已收到", en_us: "Received" } }],
  [{ language: "zh" }, {}, { content: "已收到" }],
  [{}, { received: "OK" }, { content: "OK", i18n: { zh_cn: "OK", en_us: "OK" } }],
])("a card shows with %j and %j: %j", async (session, words, toast) => {
  const { feishu, say, until } = await startWorld({ config: { session, words } });
  feishu.remember(ownMessage(say, { user: "alice" }, "om_1"));
  const delivery = feishu.deliver(say.cardAction({ user: "alice" }, "om_1", {}));
  await until("the answer", () => delivery.state === "acked");
  expect(delivery.attempts[0]?.data).toEqual({ toast: { type: "info", ...toast } });
});

test("a text of one's own for failures is said in every language", async () => {
  const { feishu, say, replies } = await startWorld({ behave: fails, config: { errors: { message: "!" } } });
  feishu.deliver(say.text({ user: "alice" }, "你好"));
  feishu.deliver(say.text({ user: "alice" }, "hello"));
  expect(await replies(2)).toEqual(["!", "!"]);
});
