import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSqliteInboxAdmin } from "../../../src/inbox/sqlite.ts";
import type { Behaviour } from "../../support/gateway/agent-server.ts";
import { startWorld, textsOf, type World } from "../../support/gateway/world.ts";

const SORRY = "Sorry, that did not work.";
const GIVEN_UP = "the message was given up; it is a dead letter now";
const never = () => new Promise<never>(() => {});

/** The errors that the log tells of given up messages. */
function givenUp({ log }: World): unknown[] {
  const lines = log.filter(({ msg }) => msg === GIVEN_UP);
  return lines.map(({ err }) => Object(err).code);
}

const finals: Array<[what: string, behave: Behaviour, code: string, attempts: number]> = [
  ["answers 500, every time", (_, { response }) => void response.writeHead(500).end(), "ERR_AGENT_STATUS", 3],
  ["answers 404", (_, { response }) => void response.writeHead(404).end(), "ERR_AGENT_STATUS", 1],
  [
    "cuts the connection, every time",
    (_, { request }) => void request.socket.destroy(),
    "ERR_AGENT_UNREACHABLE",
    3,
  ],
  [
    "answers garbage",
    (_, { response }) => void response.end("<html>top secret</html>"),
    "ERR_AGENT_GARBAGE",
    1,
  ],
  ["answers other JSON", (_, { response }) => void response.end('{"reply": 7}'), "ERR_AGENT_GARBAGE", 1],
  [
    "answers with an error",
    (_, { response }) => void response.end('{"error": "top secret"}'),
    "ERR_AGENT_FAILED",
    1,
  ],
  ["hangs", never, "ERR_AGENT_TIMEOUT", 1],
  [
    "hangs in the middle of its answer",
    async (_, { response }) => {
      response.write('{"reply": "half');
      await never();
    },
    "ERR_AGENT_TIMEOUT",
    1,
  ],
  [
    "streams garbage",
    (_, { response }) => void response.setHeader("content-type", "application/x-ndjson").end("top secret\n"),
    "ERR_AGENT_GARBAGE",
    1,
  ],
];

test.each(finals)(
  "an agent that %s: one clear outcome, the user is told, the session goes on",
  async (...row) => {
    const [, behave, code, attempts] = row;
    const world = await startWorld({
      behave: (turn, exchange) => (turn.text === "fails" ? behave(turn, exchange) : `re: ${turn.text}`),
      config: { errors: { message: SORRY } },
    });
    const { agent, feishu, say } = world;
    // Long enough for the turn that works, on a busy machine.
    if (code === "ERR_AGENT_TIMEOUT") await world.gateway.close();
    if (code === "ERR_AGENT_TIMEOUT")
      await world.restart({
        config: { agent: { kind: "http", url: agent.url, timeoutMs: 500 }, errors: { message: SORRY } },
      });
    feishu.deliver(say.text({ user: "alice" }, "fails"));
    feishu.deliver(say.text({ user: "alice" }, "works"));
    expect(await world.replies(2)).toEqual([SORRY, "re: works"]);
    expect(givenUp(world)).toEqual([code]);
    expect(agent.turns.map(({ text, attempt }) => `${text} ${attempt}`)).toEqual([
      ...Array.from({ length: attempts }, (_, index) => `fails ${index + 1}`),
      "works 1",
    ]);
    expect(JSON.stringify(world.log)).not.toContain("top secret");
  },
);

test("a dead letter is told once: to the operator, with its row, and to the user", async () => {
  const world = await startWorld({
    behave: ({ text }, { response }) => {
      if (text === "fails") response.writeHead(404).end();
      return `re: ${text}`;
    },
    config: { errors: { message: SORRY } },
  });
  const { feishu, say, until } = world;
  const fails = feishu.deliver(say.text({ user: "alice" }, "fails"), { copies: 2, loseAcks: 2 });
  await until("its last redelivery", () => fails.state === "acked");
  await world.replies(1);
  await world.gateway.close();
  await world.restart();
  feishu.deliver(say.text({ user: "alice" }, "works"));
  expect(await world.replies(2)).toEqual([SORRY, "re: works"]);
  const admin = await openSqliteInboxAdmin({ file: join(world.folder, "inbox.sqlite") });
  onTestFinished(() => admin.close());
  const [dead, ...more] = await admin.list({ status: "dead" });
  expect(more).toEqual([]);
  expect(world.log.filter(({ level }) => Number(level) >= 50)).toMatchObject([
    { row: dead?.id, msg: GIVEN_UP },
  ]);
  expect(feishu.messages.map(({ repeats }) => repeats)).toEqual([0, 0]);
});

test("an agent that is killed in mid-turn and comes back: the turn runs again, and is answered once", async () => {
  const world = await startWorld({
    config: { retry: { maxAttempts: 50, firstDelayMs: 20, maxDelayMs: 50 } },
  });
  const { agent, feishu, say } = world;
  const { port } = new URL(agent.url);
  agent.behave = never;
  feishu.deliver(say.text({ user: "alice" }, "one"));
  feishu.deliver(say.text({ user: "alice" }, "two"));
  await world.until("the turn", () => agent.turns.length === 1);
  await agent.kill();
  // Its connection is refused for a while.
  const retries = () => world.log.filter(({ msg }) => msg === "the attempt failed and is made again");
  await world.until("refusals", () => retries().length >= 3);
  expect(retries().map(({ err }) => Object(err).code)).toContain("ERR_AGENT_UNREACHABLE");
  agent.behave = ({ text, attempt }) => `re: ${text} ${attempt > 1}`;
  await agent.listen(Number(port));
  expect(await world.replies(2)).toEqual(["re: one true", "re: two false"]);
});

test("without a message in the config the user is told nothing", async () => {
  const world = await startWorld({
    behave: ({ text }, { response }) => {
      if (text === "fails") response.writeHead(400).end();
      return `re: ${text}`;
    },
  });
  world.feishu.deliver(world.say.text({ user: "alice" }, "fails"));
  world.feishu.deliver(world.say.text({ user: "alice" }, "works"));
  expect(await world.replies(1)).toEqual(["re: works"]);
  expect(givenUp(world)).toEqual(["ERR_AGENT_STATUS"]);
});

test("a stream's lines are sent as they come, each once, also when the stream breaks off at first", async () => {
  const world = await startWorld({
    behave: async ({ attempt }, { response }) => {
      response.setHeader("content-type", "application/x-ndjson");
      response.write('{"reply": "looking…"}\n\n{}\n{"rep');
      await world.until("the first line", () => textsOf(world.feishu).length > 0);
      if (attempt === 1) response.destroy();
      else response.end('ly": "found"}');
    },
  });
  world.feishu.deliver(world.say.text({ user: "alice" }, "where is it?"));
  expect(await world.replies(2)).toEqual(["looking…", "found"]);
  expect(world.feishu.messages[0]?.repeats).toBe(1);
});

test("when the reply cannot be sent, it is sent again, and the agent is not asked again", async () => {
  const world = await startWorld({ config: { errors: { message: SORRY } } });
  const { agent, feishu, say } = world;
  const body = { code: 230002, msg: "The bot can not be outside the group." };
  feishu.script({ path: /reply$/, times: 1, answer: { lose: "request" } });
  feishu.deliver(say.text({ user: "alice" }, "one"));
  expect(await world.replies(1)).toEqual(["re: one"]);
  // Where the bot may not speak nobody is told of that either.
  feishu.script({ path: /reply$/, answer: { status: 400, body } });
  feishu.deliver(say.text({ user: "alice" }, "two"));
  feishu.deliver(say.text({ user: "alice" }, "three"));
  expect(await world.replies(2)).toEqual(["re: one", "re: three"]);
  expect(givenUp(world)).toEqual(["ERR_REPLY_REFUSED"]);
  expect(agent.turns.map(({ text }) => text)).toEqual(["one", "two", "three"]);
});
