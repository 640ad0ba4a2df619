import { expect, test } from "vitest";
import { startWorld } from "../../support/gateway/world.ts";

const never = () => new Promise<never>(() => {});

test.each([
  ["/stop", "Stopped."],
  ["/abort", "Stopped."],
  ["停止", "已停止。"],
  ["Stop!", "Stopped."],
])("%s ends the running turn, and nothing else", async (word, answer) => {
  const world = await startWorld({
    behave: ({ text }) => (text === "long" ? never() : `re: ${text}`),
    config: { errors: { message: "failed" } },
  });
  const { agent, feishu, say } = world;
  feishu.deliver(say.text({ user: "alice" }, "long"));
  feishu.deliver(say.text({ user: "alice" }, "next"));
  feishu.deliver(say.text({ user: "bob" }, "long"));
  await world.until("the turns", () => agent.turns.length === 2);
  feishu.deliver(say.text({ user: "alice" }, word));
  expect((await world.replies(2)).toSorted()).toEqual([answer, "re: next"].toSorted());
  await world.until("the abort", () => agent.turns[0]?.aborted === true);
  expect(agent.turns.map(({ text, aborted }) => `${text} ${aborted}`)).toEqual([
    "long true",
    "long false",
    "next false",
  ]);
  feishu.deliver(say.text({ user: "bob" }, word));
  await world.until("bob's abort", () => agent.turns[1]?.aborted === true);
});

test("/stop with nothing running says so", async () => {
  const { feishu, say, replies, agent } = await startWorld();
  feishu.deliver(say.text({ user: "alice" }, "/stop"));
  expect(await replies(1)).toEqual(["Nothing is running."]);
  expect(agent.turns).toEqual([]);
});

test("/status tells what runs and what waits, of one's own session only", async () => {
  const { feishu, say, replies, agent, until } = await startWorld({ behave: never });
  feishu.deliver(say.text({ user: "alice" }, "long"));
  const waiting = feishu.deliver(say.text({ user: "alice" }, "next"));
  feishu.deliver(say.text({ user: "bob" }, "long"));
  await until("the turns", () => agent.turns.length === 2 && waiting.state === "acked");
  feishu.deliver(say.text({ user: "alice" }, "/status"));
  expect(await replies(1)).toEqual([expect.stringMatching(/^Running for \d+ s\. Waiting: 1\.$/)]);
  feishu.deliver(say.text({ user: "carol" }, "/status"));
  expect((await replies(2))[1]).toBe("Nothing is running. Waiting: 0.");
});

test("/approve reaches the agent while a turn runs", async () => {
  let approve = () => {};
  const approved = new Promise<void>((resolve) => {
    approve = resolve;
  });
  const { feishu, say, replies, agent, until } = await startWorld({
    behave: async ({ text }) => {
      if (text === "/approve") approve();
      else await approved;
      return `re: ${text}`;
    },
  });
  feishu.deliver(say.text({ user: "alice" }, "delete it"));
  await until("the turn", () => agent.turns.length === 1);
  feishu.deliver(say.text({ user: "alice" }, "/approve"));
  expect((await replies(2)).toSorted()).toEqual(["re: /approve", "re: delete it"]);
});
