import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { refusal, type SentMessage, type StandIn } from "../../../src/stand-in/index.ts";
import { startWorld, type World } from "../../support/gateway/world.ts";

const alice = { user: "alice" };
const onCards = (url: string) => ({ config: { agent: { kind: "http", url, stream: "card" } } });
const PATCH = { method: "PATCH", path: /\/messages\/om_/ };

/** A world whose agent says lines when it is told to. */
async function start(
  behave: (say: (...lines: object[]) => void, attempt: number, response: ServerResponse) => unknown,
) {
  const world: World = await startWorld();
  await world.gateway.close();
  world.agent.behave = async ({ attempt }, { response }) => {
    response.setHeader("content-type", "application/x-ndjson");
    const say = (...lines: object[]) =>
      void response.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    await behave(say, attempt, response);
    response.end();
  };
  const gateway = await world.restart(onCards(world.agent.url));
  return { ...world, gateway };
}

function seenOn({ content, updates }: SentMessage): string {
  return JSON.parse(updates.at(-1) ?? content).body.elements[0].content;
}
const seen = ({ messages }: StandIn) =>
  messages.map((it) => (it.msgType === "interactive" ? seenOn(it) : it.content));
const ended = ({ log }: World) => log.filter(({ msg }) => msg === "the turn has ended").length;

test("what is said piece by piece is one card, and mentions nobody", async () => {
  const world = await start(async (say) => {
    say({ delta: "Let me " });
    await world.until("a card", () => world.feishu.messages.length === 1);
    say({ delta: "see. <at id=" }, { delta: "all></at>" });
    await world.until("an update", () => (world.feishu.messages[0]?.updates.length ?? 0) > 0);
    say(
      { markdown: "**Done**" },
      { msgType: "image", content: { image_key: "img_1" } },
      { text: "And this" },
    );
  });
  world.feishu.deliver(world.say.text(alice, "go"));
  await world.until("the end", () => ended(world) === 1);
  const [first = "", ...others] = seen(world.feishu);
  expect(first.replaceAll("\u2060", "")).toBe("Let me see. <at id=all></at>\n\n**Done**");
  expect(first).not.toContain("<at");
  expect(others).toEqual(['{"image_key":"img_1"}', "And this"]);
});

test("a failed attempt's card is the next one's, and a card of an earlier run is found again", async () => {
  const world = await start(async (say, attempt, response) => {
    say({ delta: `attempt ${attempt}` });
    await world.until("a card", () => world.feishu.messages.length === 1);
    if (attempt === 1) return void response.destroy();
    if (attempt > 2) return;
    void world.gateway.close();
    await new Promise((resolve) => response.on("close", resolve));
  });
  world.feishu.deliver(world.say.text(alice, "go"));
  await world.until("the second attempt", () => world.agent.turns[1]?.aborted === true);
  await world.gateway.close();
  await world.restart(onCards(world.agent.url));
  await world.until("the end", () => ended(world) === 1);
  expect(world.agent.turns.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  expect(seen(world.feishu)).toEqual(["attempt 3"]);
});

test("what cannot be shown on a card is said in messages", async () => {
  const world = await start(async (say) => {
    say({ delta: "one " });
    await world.until("a card", () => world.feishu.messages.length === 1);
    world.feishu.recall(world.feishu.messages[0]?.messageId ?? "");
    say({ delta: "two" });
  });
  world.feishu.deliver(world.say.text(alice, "go"));
  await world.until("the end", () => ended(world) === 1);
  expect(world.feishu.messages.map(({ msgType }) => msgType)).toEqual(["interactive", "post"]);
  expect(seen(world.feishu)[1]).toContain("one two");
  world.feishu.script({ path: /\/reply$/, answer: refusal(230099, "Failed to create card content.") });
  world.agent.behave = () => "whole";
  world.feishu.deliver(world.say.text(alice, "again"));
  await world.until("the end", () => ended(world) === 2);
  expect(seen(world.feishu)[2]).toContain("whole");
});

test("a stop leaves the card with what was said, and the last update is made sure of", async () => {
  const world = await start(async (say, _, response) => {
    if (world.agent.turns.length > 1) {
      world.feishu.script({ ...PATCH, times: 2, answer: { status: 503, body: {} } });
      say({ delta: "ten" });
      await world.until("a card", () => world.feishu.messages.length === 3);
      return say({ delta: " eleven" });
    }
    say({ delta: "one" });
    await world.until("a card", () => world.feishu.messages.length === 1);
    say({ delta: " two" });
    world.feishu.deliver(world.say.text(alice, "/stop"));
    await new Promise((resolve) => response.on("close", resolve));
  });
  world.feishu.deliver(world.say.text(alice, "go"));
  await world.until("the end", () => ended(world) === 2);
  expect(seen(world.feishu)[0]).toBe("one two");
  world.feishu.deliver(world.say.text(alice, "more"));
  await world.until("the end", () => ended(world) === 3);
  expect(seen(world.feishu)[2]).toBe("ten eleven");
});
