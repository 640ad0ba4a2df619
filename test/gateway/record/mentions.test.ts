import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseEvent } from "../../../src/feishu/index.ts";
import { createFixture } from "../../../src/gateway/record/fixture-file.ts";
import { deliveriesIn } from "../../../src/replay/fixture/fixture.ts";
import { parseFixture } from "../../../src/replay/fixture/read-fixture.ts";
import { EventMaker } from "../../../src/stand-in/index.ts";
import { overrideMessage } from "../../support/stand-in/override.ts";

const say = new EventMaker();
const speaker = { user: "alice", chat: "team", chatType: "group" as const, thread: "plan" };
const BOT = "ou_b0700000000000000000000000000000";
const bot = { key: "@_user_1", id: { open_id: BOT, user_id: "", union_id: "" }, name: "Bot" };
const other = { key: "@_user_2", id: { open_id: "ou_other", user_id: "", union_id: "" }, name: "Li Na" };

test("what is said to the bot is so in a recording, too, though everybody has another name there", async () => {
  const folder = await mkdtemp(join(tmpdir(), "record-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "out.jsonl");
  const file = await createFixture(path, { dmScope: "main", groupSessionScope: "group_topic", commands: {} });
  for (const text of ["停止 @_user_1", "@_user_1 /new secret", "@_user_2 /stop @_user_1", "hello"]) {
    const mentions = [bot, other].filter(({ key }) => text.includes(key));
    const event = parseEvent(overrideMessage(say.text(speaker, text), { mentions }));
    await file.add({ event, account: "default", transport: "websocket", receivedAt: 0 }, { botOpenId: BOT });
  }
  await file.close();
  const content = await readFile(path, "utf8");
  expect(content).not.toContain(BOT);
  expect(content.match(/"botOpenId"/g)).toHaveLength(3);
  const steps = deliveriesIn(parseFixture(content, "out.jsonl"));
  const texts = steps.map(({ dispatch }) => dispatch.text);
  expect(texts).toEqual([
    "停止",
    "/new text-2",
    expect.stringMatching(/^@text-\d+ \/stop$/),
    expect.any(String),
  ]);
  expect(new Set(steps.map(({ dispatch }) => dispatch.sessionKey.replace(/:om_\w+$/, "")))).toEqual(
    new Set([expect.stringMatching(/^agent:main:feishu:group:oc_\w+:topic$/)]),
  );
});
