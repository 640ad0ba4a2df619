import { expect, onTestFinished, test } from "vitest";
import { parseEvent } from "../../../src/feishu/event/parse.ts";
import { Replies } from "../../../src/feishu/reply/replies.ts";
import { replyTargetOf } from "../../../src/feishu/reply/reply-target.ts";
import { createClient } from "../../../src/feishu/sdk/client.ts";
import { DEMO_APP, EventMaker, startStandIn } from "../../../src/stand-in/index.ts";
import { recordLog } from "../../support/feishu/log.ts";

async function setUp() {
  const feishu = await startStandIn();
  onTestFinished(() => feishu.close());
  const { appId, appSecret } = DEMO_APP;
  const log = recordLog();
  const client = createClient({ appId, appSecret, domain: feishu.url, log });
  const replies = new Replies({ account: "default", client, log });
  return { feishu, replies, log };
}

const message = new EventMaker().text({ user: "alice", thread: "t" }, "hello");
const target = replyTargetOf(parseEvent(message)) ?? expect.unreachable();

const card = (content: string) => ({
  schema: "2.0",
  config: { update_multi: true },
  body: { elements: [{ tag: "markdown", content }] },
});

test("a card is given other contents, however busy Feishu is, and mentions nobody unless that is meant", async () => {
  const { feishu, replies } = await setUp();
  const how = { name: "work-1", isNamedAlone: true };
  const [id = ""] = await replies.send(target, { msgType: "interactive", content: card("one") }, how);
  expect(await replies.send(target, { msgType: "interactive", content: card("other") }, how)).toEqual([id]);
  feishu.script({ method: "PATCH", path: /om_/, answer: { status: 503, body: {} } });
  await replies.update(id, card("<at id=all></at>"));
  await replies.update(id, card("<at id=all></at>"), { mentions: true });
  const [sent] = feishu.messages;
  expect(sent?.content).toContain("one");
  expect(sent?.updates.map((it) => it.includes("<at"))).toEqual([false, true]);
});

test("an update that is tried once says why it was not made", async () => {
  const { feishu, replies, log } = await setUp();
  const [id = ""] = await replies.send(
    target,
    { msgType: "interactive", content: card("one") },
    { name: "w" },
  );
  feishu.script({ method: "PATCH", path: /om_/, answer: { status: 503, body: {} } });
  const failed = { code: "ERR_REPLY_FAILED", failure: { status: 503 } };
  await expect(replies.update(id, card("two"), { isOnce: true })).rejects.toMatchObject(failed);
  feishu.recall(id);
  const refused = { code: "ERR_REPLY_REFUSED", failure: { feishuCode: 230011 } };
  await expect(replies.update(id, card("three"))).rejects.toMatchObject(refused);
  expect(feishu.messages[0]?.updates).toEqual([]);
  expect(log.lines.filter((line) => line.message === "a card was not updated")).toHaveLength(2);
});
