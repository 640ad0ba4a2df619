import { join } from "node:path";
import { expect, test } from "vitest";
import { openSqliteInboxAdmin } from "../../../src/inbox/sqlite.ts";
import { asks } from "../../support/gateway/asking.ts";
import { startWorld } from "../../support/gateway/world.ts";

const never = () => new Promise<never>(() => {});
const alice = { user: "alice" };

test("an attempt that fails behind the answer is made again with it, and nobody is asked twice", async () => {
  let isDown = true;
  const world = await startWorld({
    behave: (turn, exchange) => {
      if (!("answerTo" in turn) || !isDown) return asks(turn, exchange);
      isDown = false;
      exchange.response.statusCode = 503;
      return exchange.response.end();
    },
  });
  const { feishu, say, agent } = world;
  feishu.deliver(say.text(alice, "ask"));
  await world.replies(1);
  feishu.deliver(say.text(alice, "blue"));
  expect(await world.replies(2)).toEqual(["which?", "got blue"]);
  expect(agent.turns.map(({ text, attempt }) => `${text} ${attempt}`)).toEqual([
    "ask 1",
    "blue 1",
    "ask 2",
    "blue 2",
  ]);
});

test("a turn that is cut off behind the answer gets it again after a restart, before what waits", async () => {
  const world = await startWorld({
    behave: (turn, exchange) => ("answerTo" in turn ? never() : asks(turn, exchange)),
  });
  const { feishu, say, agent } = world;
  feishu.deliver(say.text(alice, "ask"));
  await world.replies(1);
  feishu.deliver(say.text(alice, "blue"));
  await world.until("the answer", () => agent.turns.length === 2);
  const next = feishu.deliver(say.text(alice, "next"));
  await world.until("the ack", () => next.state === "acked");
  await world.gateway.close();
  agent.behave = asks;
  await world.restart();
  expect(await world.replies(3)).toEqual(["which?", "got blue", "re: next"]);
  expect(agent.turns.slice(2).map(({ text, attempt }) => `${text} ${attempt}`)).toEqual([
    "ask 2",
    "blue 2",
    "next 1",
  ]);
});

test("an answer has the fate of the turn that asked, and the user hears of it once", async () => {
  const world = await startWorld({
    behave: (turn, exchange) => {
      if (!("answerTo" in turn)) return asks(turn, exchange);
      exchange.response.statusCode = 400;
      return exchange.response.end();
    },
    config: { errors: { message: "failed" } },
  });
  const { feishu, say, folder } = world;
  feishu.deliver(say.text(alice, "ask"));
  await world.replies(1);
  feishu.deliver(say.text(alice, "blue"));
  const givenUp = () => world.log.filter(({ msg }) => /^the message was given up/.test(String(msg)));
  await world.until("both", () => givenUp().length === 2);
  expect(await world.replies(2)).toEqual(["which?", "failed"]);
  const admin = await openSqliteInboxAdmin({ file: join(folder, "inbox.sqlite") });
  expect(await admin.list({ status: "dead" })).toHaveLength(2);
  await admin.close();
});
