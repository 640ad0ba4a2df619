import { expect, test } from "vitest";
import { asks } from "../../support/gateway/asking.ts";
import { startWorld } from "../../support/gateway/world.ts";

const alice = { user: "alice" };

test("an agent is told the kind, the files and the quote of a message", async () => {
  const { feishu, agent, say, replies } = await startWorld();
  const first = say.message(alice, "image", { image_key: "img_1" });
  feishu.deliver(first);
  await replies(1);
  const { message_id: replyTo } = first.event.message;
  feishu.deliver(say.text({ ...alice, replyTo }, "what is it?"));
  await replies(2);
  const files = [{ kind: "image", imageKey: "img_1" }];
  expect(agent.turns).toMatchObject([
    { kind: "image", files },
    { kind: "text", files: [], text: "what is it?", quote: { messageId: replyTo, kind: "image", files } },
  ]);
  expect(agent.turns[0]).not.toHaveProperty("quote");
});

test("a quote that cannot be read fails no turn: the agent is told, and the log", async () => {
  const { feishu, agent, say, replies, log } = await startWorld({ config: { quotes: { timeoutMs: 50 } } });
  feishu.script({ method: "GET", path: /\/messages\/om_/, answer: { delayMs: 10_000 } });
  feishu.deliver(say.text({ ...alice, replyTo: "om_0" }, "this?"));
  expect(await replies(1)).toEqual(["re: this?"]);
  expect(agent.turns).toMatchObject([{ quote: { messageId: "om_0", problem: "no answer" } }]);
  const line = log.find(({ msg }) => msg === "the agent does not see what is quoted");
  expect(line).toMatchObject({ turnId: agent.turns[0]?.turnId, err: { code: "ERR_QUOTE_UNREAD" } });
});

test("an answer that came in time is in time, however long what it quotes takes", async () => {
  const { feishu, say, replies } = await startWorld({ behave: asks, agent: { questionTimeoutMs: 1000 } });
  feishu.deliver(say.text(alice, "ask"));
  await replies(1);
  const replyTo = feishu.messages[0]?.messageId ?? "";
  feishu.script({ method: "GET", path: /\/messages\/om_/, answer: { delayMs: 1500 } });
  feishu.deliver(say.text({ ...alice, replyTo }, "blue"));
  expect(await replies(2)).toEqual(["which?", "got blue"]);
});

test.each([
  ["a barrier", "/new", {}],
  ["a word that passes the queue", "/btw hurry", {}],
  ["a word of the config", "/deploy", {}],
  ["no message when they are not wanted", "this?", { config: { quotes: false } }],
])("nothing is asked for: %s", async (_, text, changes) => {
  const commands = { "/deploy": "barrier" };
  const middleware = [["feishu-dispatch-dedup", { commands }]];
  const { feishu, agent, say, replies } = await startWorld({ feishu: { middleware }, ...changes });
  const requests: string[] = [];
  feishu.changes.on("request", (method, path) => requests.push(`${method} ${path}`));
  feishu.deliver(say.text({ ...alice, replyTo: "om_0" }, text));
  await replies(1);
  expect(agent.turns).toMatchObject([{ text }]);
  expect(agent.turns[0]).not.toHaveProperty("quote");
  expect(requests.filter((it) => it.startsWith("GET /open-apis/im"))).toEqual([]);
});
