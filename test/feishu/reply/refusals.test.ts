import { describe, expect, onTestFinished, test } from "vitest";
import { parseEvent } from "../../../src/feishu/event/parse.ts";
import { DECISIONS, type Decision } from "../../../src/feishu/reply/refusals.ts";
import { Replies } from "../../../src/feishu/reply/replies.ts";
import { ReplyError } from "../../../src/feishu/reply/reply-error.ts";
import { type ReplyTarget, replyTargetOf } from "../../../src/feishu/reply/reply-target.ts";
import { createClient } from "../../../src/feishu/sdk/client.ts";
import { DEMO_APP, EventMaker, feishuId, type StandIn, startStandIn } from "../../../src/stand-in/index.ts";
import { recordLog } from "../../support/feishu/log.ts";

const say = new EventMaker();
const target = (event: unknown) => replyTargetOf(parseEvent(event)) ?? expect.unreachable();

/** The message, and where else the answer may go. */
const plain = say.text({ user: "alice" }, "hello");
const inThread = say.text({ user: "alice", thread: "t" }, "hello");
const ofTopics = say.text({ user: "alice", chat: "team" }, "hello");
Object.assign(ofTopics.event.message, { chat_type: "topic_group" });
const beginsThread = say.text({ user: "alice", thread: "t" }, "hello");
Object.assign(beginsThread.event.message, { root_id: beginsThread.event.message.message_id });
const reaction = say.reaction({ user: "alice" }, "om_1", "OK");
const card = say.cardAction({ user: "alice" }, "om_card", {});
const located = <Event extends { event: object }>(event: Event, where: object) => ({
  ...event,
  event: { ...event.event, ...where },
});
const chatId = feishuId("oc", "direct alice");
const rootId = feishuId("om", "t");

async function setUp(recalled?: "chat" | "drop") {
  const feishu = await startStandIn();
  onTestFinished(() => feishu.close());
  for (const event of [plain, inThread, ofTopics]) feishu.deliver(event);
  const { appId, appSecret } = DEMO_APP;
  const log = recordLog();
  const client = createClient({ appId, appSecret, domain: feishu.url, log });
  const replies = new Replies({ account: "default", client, log, retries: 2, ...(recalled && { recalled }) });
  return { feishu, log, replies };
}

const refuse = (feishu: StandIn, code: number, times = 1) =>
  feishu.script({ path: /\/reply$/, times, answer: { status: 400, body: { code, msg: "refused" } } });

/** What became of a reply that was refused once: where the message is, or what the error says. */
async function refusedOnce(code: number, to: ReplyTarget, recalled?: "chat" | "drop") {
  const { feishu, replies } = await setUp(recalled);
  refuse(feishu, code);
  const failure = await replies.send(to, { text: "hi" }, { name: "work" }).then(
    () => undefined,
    (error: unknown) => (error instanceof ReplyError ? error : expect.unreachable()),
  );
  const [sent] = feishu.messages.map(({ replyTo, inThread, chatId }) => ({ replyTo, inThread, chatId }));
  return { sent, failure };
}

const isPassing = (decision: Decision) => decision === "later" || decision === "new-token";
const passing = [...DECISIONS].filter(([, decision]) => isPassing(decision));
const final = [...DECISIONS].filter(([, decision]) => !isPassing(decision));

test("what passes is tried again, in the same place", async () => {
  const ends = await Promise.all(passing.map(([code]) => refusedOnce(code, target(plain))));
  const inPlace = { replyTo: plain.event.message.message_id };
  expect(ends).toEqual(passing.map(() => ({ sent: expect.objectContaining(inPlace), failure: undefined })));
});

test.each(final)("%d is final: %s", async (code, decision) => {
  const { sent, failure } = await refusedOnce(code, target(plain));
  if (decision === "elsewhere") return expect(sent).toMatchObject({ replyTo: undefined, chatId });
  const mayTell = decision !== "give-up";
  expect({ sent, failure }).toMatchObject({
    sent: undefined,
    failure: { code: "ERR_REPLY_REFUSED", mayTell },
  });
});

describe("when the message that is answered is gone, the answer goes", () => {
  test.each([
    ["to the chat", plain, { replyTo: undefined, chatId }],
    ["to the beginning of the thread", inThread, { replyTo: rootId, inThread: true }],
    ["nowhere when it began the thread", beginsThread, undefined],
    ["nowhere in a group of topics", ofTopics, undefined],
    ["nowhere when it is not known where that was", reaction, undefined],
    [
      "to the chat that was looked up",
      located(reaction, { chat_id: chatId }),
      { replyTo: undefined, chatId },
    ],
    [
      "to the beginning of the thread that was looked up",
      located(reaction, { chat_id: chatId, thread_id: "omt_1", root_id: rootId }),
      { replyTo: rootId, inThread: true },
    ],
    ["nowhere for a card, which may stand in a thread", card, undefined],
    [
      "to the beginning of a card's thread",
      located(card, { thread_id: "omt_1", root_id: rootId }),
      { replyTo: rootId, inThread: true },
    ],
  ])("%s", async (_, event, place) => {
    const { sent, failure } = await refusedOnce(230011, target(event));
    if (place) expect(sent).toMatchObject(place);
    else
      expect({ sent, failure }).toMatchObject({
        sent: undefined,
        failure: { isRecalled: true, mayTell: false },
      });
  });

  test("nowhere, by option; what was deleted is another matter", async () => {
    const dropped = await refusedOnce(230011, target(plain), "drop");
    expect(dropped).toMatchObject({ sent: undefined, failure: { isRecalled: true } });
    expect((await refusedOnce(230110, target(plain), "drop")).sent).toMatchObject({ chatId });
  });

  test("with all its parts, and the dead message is asked once", async () => {
    const { feishu, replies, log } = await setUp();
    feishu.recall(plain.event.message.message_id);
    const text = "x".repeat(300_000);
    await replies.send(target(plain), { text }, { name: "work" });
    expect(feishu.messages.map(({ replyTo, content }) => [replyTo, JSON.parse(content).text.length])).toEqual(
      [149_000, 149_000, 2000].map((length) => [undefined, length]),
    );
    expect(log.text().match(/230011/g)).toHaveLength(1);
  });
});

test.each([230071, 230072])("%d: the message is answered without a thread", async (code) => {
  const { sent } = await refusedOnce(code, target(inThread));
  expect(sent).toMatchObject({ replyTo: inThread.event.message.message_id, inThread: false });
});

test("a place that refuses the answer as well is the last one", async () => {
  const { feishu, replies } = await setUp();
  refuse(feishu, 230110, 2);
  const failure = replies.send(target(inThread), { text: "hi" }, { name: "work" });
  await expect(failure).rejects.toMatchObject({ code: "ERR_REPLY_REFUSED", failure: { feishuCode: 230110 } });
  expect(feishu.messages).toEqual([]);
});
