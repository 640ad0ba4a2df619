import { expect, test } from "vitest";
import type { Behaviour } from "../../support/gateway/agent-server.ts";
import { asks } from "../../support/gateway/asking.ts";
import { startWorld, type World } from "../../support/gateway/world.ts";

/** What belongs to a turn beside the message that it is for: what the bot has sent, and what its user has answered. */

const alice = { user: "alice" };

async function recalls({ feishu, say, until }: World, messageId = "") {
  const delivery = feishu.deliver(say.recall(alice, messageId));
  await until("the acknowledgement", () => delivery.state === "acked");
}

/** Says "working", and the rest when it is told to; asked for the second time, it says all at once. */
function slowly() {
  const { promise, resolve: finish } = Promise.withResolvers<void>();
  const behave: Behaviour = async ({ attempt }, { response }) => {
    response.setHeader("content-type", "application/x-ndjson");
    response.write(`${JSON.stringify({ text: "working" })}\n`);
    if (attempt === 1) await promise;
    return response.end(`${JSON.stringify({ text: "done" })}\n`);
  };
  return { behave, finish };
}

test("what the bot has sent is recalled: its turn goes on", async () => {
  const { behave, finish } = slowly();
  const world = await startWorld({ behave });
  world.feishu.deliver(world.say.text(alice, "long"));
  await world.replies(1);
  await recalls(world, world.feishu.messages[0]?.messageId);
  finish();
  expect(await world.replies(2)).toEqual(["working", "done"]);
});

test("after a restart, too: the message that was cut off gets its answer", async () => {
  const { behave, finish } = slowly();
  const world = await startWorld({ behave });
  world.feishu.deliver(world.say.text(alice, "long"));
  await world.replies(1);
  await world.gateway.close();
  finish();
  const [sent] = world.feishu.messages;
  // What waits for the restart is recalled before its turn is over.
  const hold = { path: /\/reply$/, times: 1, answer: { delayMs: 200 } };
  world.feishu.script(hold);
  await world.restart();
  await recalls(world, sent?.messageId);
  expect(await world.replies(2)).toEqual(["working", "done"]);
});

test.each([
  { recallsAre: "abort", said: ["which?", "re: next"], ends: ["recalled", "recalled", "completed"] },
  {
    recallsAre: "finish",
    said: ["which?", "got all", "re: next"],
    ends: ["completed", "answered", "completed"],
  },
])(
  "an answer is recalled that a turn works with ($recallsAre): $said",
  async ({ recallsAre, said, ends }) => {
    const { promise, resolve: finish } = Promise.withResolvers<void>();
    const behave: Behaviour = async (turn, exchange) => {
      if ("answerTo" in turn) await promise;
      return asks(turn, exchange);
    };
    const config = { errors: { message: "failed" } };
    const world = await startWorld({ behave, config, feishu: { recalls: recallsAre } });
    const { feishu, say, agent, until, log } = world;
    feishu.deliver(say.text(alice, "ask"));
    await world.replies(1);
    const answer = say.text(alice, "all");
    feishu.deliver(answer);
    await until("the answer", () => agent.turns.length === 2);
    await recalls(world, answer.event.message.message_id);
    if (recallsAre === "abort") await until("the abort", () => agent.turns[1]?.aborted === true);
    finish();
    feishu.deliver(say.text(alice, "next"));
    expect(await world.replies(said.length)).toEqual(said);
    const outcomes = () =>
      log.filter(({ msg }) => msg === "the turn has ended").map(({ outcome }) => String(outcome));
    await until("the ends", () => outcomes().length === 3);
    expect(outcomes()).toEqual(ends);
  },
);
