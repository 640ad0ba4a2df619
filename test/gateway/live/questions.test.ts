import { expect, test } from "vitest";
import { asks } from "../../support/gateway/asking.ts";
import { startWorld, type World } from "../../support/gateway/world.ts";

const alice = { user: "alice" };
const says = ({ feishu, say }: World, text: string) => feishu.deliver(say.text(alice, text));

test("the agent's question is answered by the next message, in the same turn and by a request of its own", async () => {
  const world = await startWorld({ behave: asks });
  says(world, "ask");
  expect(await world.replies(1)).toEqual(["which?"]);
  says(world, "the blue one");
  expect(await world.replies(2)).toEqual(["which?", "got the blue one"]);
  const [asked, answered] = world.agent.turns;
  expect(answered).toMatchObject({ turnId: asked?.turnId, attempt: 1, answerTo: { step: 2 }, kind: "text" });
  await world.until(
    "both rows",
    () => world.log.filter(({ msg }) => msg === "the turn has ended").length === 2,
  );
  const outcomes = world.log.filter(({ msg }) => msg === "the turn has ended").map(({ outcome }) => outcome);
  expect(outcomes).toEqual(["completed", "answered"]);
});

test("what waited before the question is no answer, and has its turn after it", async () => {
  let ask = () => {};
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  const world = await startWorld({
    behave: async (turn, exchange) => {
      if (turn.text === "ask") await asked;
      return asks(turn, exchange);
    },
  });
  says(world, "ask");
  await world.until("the turn", () => world.agent.turns.length === 1);
  const before = says(world, "before");
  await world.until("the ack", () => before.state === "acked");
  ask();
  await world.replies(1);
  says(world, "answer");
  says(world, "after");
  expect(await world.replies(4)).toEqual(["which?", "got answer", "re: before", "re: after"]);
});

test("a press on a card answers, somebody else's session does not, and a barrier lets nothing by", async () => {
  const world = await startWorld({ behave: asks });
  says(world, "ask");
  await world.replies(1);
  world.feishu.deliver(world.say.text({ user: "bob" }, "hello"));
  expect(await world.replies(2)).toEqual(["which?", "re: hello"]);
  const press = world.say.cardAction(alice, "om_card", { answer: "blue" });
  world.feishu.deliver(press);
  expect(await world.replies(3)).toEqual(["which?", "re: hello", "got undefined"]);
  says(world, "ask");
  await world.replies(4);
  says(world, "/new");
  const late = says(world, "blue");
  await world.until("the ack", () => late.state === "acked");
  says(world, "/stop");
  expect((await world.replies(7)).slice(4).toSorted()).toEqual(
    ["Stopped.", "re: /new", "re: blue"].toSorted(),
  );
});

test("/stop closes the question, and what is said then is a turn of its own", async () => {
  const world = await startWorld({ behave: asks, config: { errors: { message: "failed" } } });
  says(world, "ask");
  await world.replies(1);
  says(world, "/stop");
  expect(await world.replies(2)).toEqual(["which?", "Stopped."]);
  says(world, "blue");
  expect((await world.replies(3))[2]).toBe("re: blue");
});

test("a question that nobody answers ends its turn, without a word", async () => {
  const world = await startWorld({
    behave: asks,
    config: { errors: { message: "failed" } },
    agent: { questionTimeoutMs: 50 },
  });
  says(world, "ask");
  await world.until("the end", () => world.log.some(({ msg }) => msg === "the turn has ended"));
  says(world, "blue");
  expect(await world.replies(2)).toEqual(["which?", "re: blue"]);
});

test("an agent that asks where no middleware takes the answer to it fails, and says what is missing", async () => {
  const world = await startWorld({
    behave: asks,
    feishu: { middleware: [] },
    config: { errors: { message: "failed" } },
  });
  says(world, "ask");
  expect(await world.replies(2)).toEqual(["which?", "failed"]);
  const givenUp = () =>
    world.log.find(({ msg }) => msg === "the message was given up; it is a dead letter now");
  await world.until("the end", () => givenUp() !== undefined);
  expect(givenUp()?.err).toMatchObject({ code: "ERR_AGENT_CANNOT_ASK" });
});
