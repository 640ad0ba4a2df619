import { expect, test } from "vitest";
import { DEMO_APP } from "../../../src/stand-in/index.ts";
import { startWorld } from "../../support/gateway/world.ts";

const never = () => new Promise<never>(() => {});
const { appId, appSecret } = DEMO_APP;
const alice = { user: "alice" };

test.each([
  ["a card", { cardCommand: "command" }],
  ["the menu", { menuCommands: { stop_key: "/stop", status_key: "/status" } }],
])("/stop and /status work by a press on %s, and say so", async (where, feishu) => {
  const world = await startWorld({ feishu, behave: never });
  const { say, agent } = world;
  const press = (command: string) =>
    where === "a card"
      ? say.cardAction(alice, "om_card", { command })
      : say.menu(alice, `${command.slice(1)}_key`);
  world.feishu.deliver(say.text(alice, "long"));
  await world.until("the turn", () => agent.turns.length === 1);
  world.feishu.deliver(press("/status"));
  expect(await world.replies(1)).toEqual([expect.stringMatching(/^Running for \d+ s\. Waiting: 0\.$/)]);
  world.feishu.deliver(press("/stop"));
  expect((await world.replies(2))[1]).toBe("Stopped.");
  await world.until("the abort", () => agent.turns[0]?.aborted === true);
});

test("a turn that waits for an approval by button gets the press at once", async () => {
  let approve = () => {};
  const approved = new Promise<void>((resolve) => {
    approve = resolve;
  });
  const { feishu, say, replies, agent, until } = await startWorld({
    feishu: { cardCommand: "command" },
    behave: async ({ text }) => {
      if (text === "/approve 17") approve();
      else await approved;
      return `re: ${text}`;
    },
  });
  feishu.deliver(say.text(alice, "delete it"));
  await until("the turn", () => agent.turns.length === 1);
  feishu.deliver(say.cardAction(alice, "om_card", { command: "/approve 17" }));
  expect((await replies(2)).toSorted()).toEqual(["re: /approve 17", "re: delete it"]);
});

test("a press that was not named is no command, whatever its key or value", async () => {
  const { feishu, say, agent, until } = await startWorld({ behave: never });
  feishu.deliver(say.text(alice, "long"));
  await until("the turn", () => agent.turns.length === 1);
  const presses = [say.cardAction(alice, "om_card", { command: "/stop" }), say.menu(alice, "/stop")];
  const delivered = presses.map((press) => feishu.deliver(press));
  await until("the acknowledgements", () => delivered.every(({ state }) => state === "acked"));
  expect(agent.turns.map(({ aborted }) => aborted)).toEqual([false]);
});

test("an account's own menu goes before the channel's", async () => {
  const { feishu, say, replies } = await startWorld({
    feishu: {
      menuCommands: { key: "hello" },
      accounts: { default: { appId, appSecret, menuCommands: { key: "/stop" } } },
    },
  });
  feishu.deliver(say.menu(alice, "key"));
  expect(await replies(1)).toEqual(["Nothing is running."]);
});
