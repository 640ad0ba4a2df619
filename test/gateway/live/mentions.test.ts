import { expect, test } from "vitest";
import { DEMO_APP } from "../../../src/stand-in/index.ts";
import { startWorld } from "../../support/gateway/world.ts";
import { overrideMessage } from "../../support/stand-in/override.ts";

const person = { key: "@_user_2", id: { open_id: "ou_li", user_id: "4fb2a6d1" }, name: "Li Na" };
const otherBot = { key: "@_user_3", id: { open_id: "ou_other", user_id: "" }, name: "Other Bot" };
const ourBot = { key: "@_user_1", id: { open_id: DEMO_APP.botOpenId, user_id: "" }, name: "Our Bot" };

const never = () => new Promise<never>(() => {});

test("only who speaks to the bot itself stops its turn", async () => {
  const world = await startWorld({
    feishu: { groupPolicy: "open", middleware: [["feishu-dispatch-dedup", { chatTypes: ["p2p", "group"] }]] },
    behave: ({ text }) => (text === "long" ? never() : `re: ${text}`),
  });
  const alice = { user: "alice", chat: "team", chatType: "group" as const };
  const said = (text: string, ...mentions: object[]) =>
    world.feishu.deliver(overrideMessage(world.say.text(alice, text), { mentions }));
  said("@_user_1 long", ourBot);
  await world.until("the turn", () => world.agent.turns.length === 1);
  said("@_user_2 /stop @_user_1", person, ourBot);
  said("@_user_3 /stop @_user_1", otherBot, ourBot);
  said("/status @_user_1", ourBot);
  const [status] = await world.replies(1);
  expect(status).toMatch(/^Running for \d+ s\. Waiting: 2\.$/);
  said("停止 @_user_1", ourBot);
  const replies = await world.replies(4);
  expect(replies.slice(1)).toEqual(["已停止。", "re: @Li Na /stop", "re: @Other Bot /stop"]);
});
