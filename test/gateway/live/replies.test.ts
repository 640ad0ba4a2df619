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

const everybody = '<at user_id="all"></at> lunch!';

test.each([
  ["an agent", {}],
  ["a program", { kind: "command", argv: ["node", "-pe", "JSON.parse(fs.readFileSync(0)).text"] }],
  ["the echo", { kind: "echo" }],
])("what a user wrote comes back from %s as text, and mentions nobody", async (_, agent) => {
  const config = "kind" in agent ? { agent } : {};
  const world = await startWorld({ behave: ({ text }) => text, config });
  world.feishu.deliver(world.say.text({ user: "alice" }, everybody));
  const [said = ""] = await world.replies(1);
  expect(said).not.toContain("<at");
  expect(said.replaceAll("\u2060", "")).toBe(everybody);
});

test("an agent that means its mentions says so in the config", async () => {
  const world = await startWorld({ config: { agent: { kind: "echo", mentions: true } } });
  world.feishu.deliver(world.say.text({ user: "alice" }, everybody));
  expect(await world.replies(1)).toEqual([everybody]);
});

test("an agent says things of every type, in order, and mentions nobody", async () => {
  const everybody = '<at user_id="all"></at>';
  const lines = [
    { text: "one" },
    { markdown: `**two** ${everybody}` },
    { msgType: "image", content: { image_key: "img_3" } },
    { reply: "four" },
  ];
  const world = await startWorld({
    behave: (_, { response }) => {
      response.setHeader("content-type", "application/x-ndjson");
      response.end(lines.map((line) => JSON.stringify(line)).join("\n"));
    },
  });
  world.feishu.deliver(world.say.text({ user: "alice" }, "go"));
  await world.replies(4);
  expect(world.feishu.messages.map(({ msgType }) => msgType)).toEqual(["text", "post", "image", "text"]);
  expect(world.feishu.messages[1]?.content).toContain("**two**");
  expect(world.feishu.messages.map(({ content }) => content).join()).not.toContain("<at");
});
