import { expect, test } from "vitest";
import { startWorld, textsOf } from "../../support/gateway/world.ts";

const SORRY = "Sorry, that did not work.";

test("a later attempt's different answer is sent, and what stays the same is shown once", async () => {
  const world = await startWorld({
    behave: async ({ attempt }, { response }) => {
      response.setHeader("content-type", "application/x-ndjson");
      const texts = attempt > 1 ? ["NOT free", "looking…", "Tuesday"] : ["looking…", "free"];
      for (const reply of texts) response.write(`${JSON.stringify({ reply })}\n`);
      if (attempt > 1) return void response.end();
      await world.until("both lines", () => textsOf(world.feishu).length === 2);
      response.destroy();
    },
  });
  world.feishu.deliver(world.say.text({ user: "alice" }, "when?"));
  await world.until("the end", () => world.log.some(({ msg }) => msg === "the turn has ended"));
  expect(textsOf(world.feishu)).toEqual(["looking…", "free", "NOT free", "Tuesday"]);
  expect(world.feishu.messages.map(({ repeats }) => repeats)).toEqual([1, 0, 0, 0]);
});

test("a blank answer is an answer: nothing is sent, and the message has been dealt with", async () => {
  const world = await startWorld({ behave: () => " \n", config: { errors: { message: SORRY } } });
  const { feishu, say } = world;
  feishu.deliver(say.text({ user: "alice" }, "hm"));
  await world.until("the end", () => world.log.some(({ msg }) => msg === "the turn has ended"));
  expect(feishu.messages).toEqual([]);
});
