import { expect, test } from "vitest";
import { DEMO_APP, EventMaker, feishuId } from "../../../src/stand-in/index.ts";
import { startWorld, textsOf, type World } from "../../support/gateway/world.ts";
import { overrideMessage } from "../../support/stand-in/override.ts";

const bot = { key: "@_user_1", id: { open_id: DEMO_APP.botOpenId, user_id: "" }, name: "Bot" };
const id = (chat: string) => feishuId("oc", chat);

/** Says something in a group, to the bot when the text begins with its key, in a thread when one is named. */
function say({ feishu, say }: World, [user, chat, text, thread]: readonly string[]): void {
  const speaker = {
    user: user ?? "",
    chat: chat ?? "",
    chatType: "group" as const,
    ...(thread && { thread }),
  };
  const mentions = text?.includes("@_user_1") ? [bot] : [];
  feishu.deliver(overrideMessage(say.text(speaker, text ?? ""), { mentions }));
}

const inGroups = { middleware: [["feishu-dispatch-dedup", { chatTypes: ["p2p", "group"] }]] };

test("in a group only what is said to the bot gets a turn, in those groups that the config names", async () => {
  const groups = { [id("desk")]: { requireMention: false } };
  const world = await startWorld({ feishu: { ...inGroups, groupAllowFrom: [id("team")], groups } });
  say(world, ["alice", "team", "lunch anyone?"]);
  say(world, ["alice", "team", "@_all lunch!"]);
  say(world, ["alice", "elsewhere", "@_user_1 hi"]);
  say(world, ["alice", "desk", "help"]);
  say(world, ["alice", "team", "@_user_1 what is on?"]);
  expect((await world.replies(2)).toSorted()).toEqual(["re: help", "re: what is on?"]);
  const hint = world.log.find(({ msg }) => `${msg}`.includes("neither groupAllowFrom nor groups"));
  expect(hint).toMatchObject({ chat: id("elsewhere") });
});

test("topics may be sessions of their own", async () => {
  const groups = { [id("team")]: { groupSessionScope: "group_topic" } };
  const world = await startWorld({ feishu: { ...inGroups, groupSessionScope: "group_sender", groups } });
  say(world, ["alice", "team", "@_user_1 one", "plan"]);
  say(world, ["bob", "team", "@_user_1 two", "plan"]);
  say(world, ["alice", "team", "@_user_1 three", "budget"]);
  say(world, ["alice", "team", "@_user_1 four"]);
  await world.replies(4);
  const keys = new Map(world.agent.turns.map(({ text, sessionKey }) => [text, sessionKey]));
  const base = `agent:main:feishu:group:${id("team")}`;
  const topic = (name: string) => `${base}:topic:${feishuId("om", name)}`;
  expect(["one", "two", "three", "four"].map((text) => keys.get(text))).toEqual([
    ...[topic("plan"), topic("plan")],
    ...[topic("budget"), base],
  ]);
});

test("an account may have its own rules", async () => {
  const { appId, appSecret } = DEMO_APP;
  const second = { appId: "cli_00000000000000b2", appSecret, botOpenId: "ou_second", verificationToken: "t" };
  const accounts = {
    default: { appId, appSecret },
    open: { appId: second.appId, appSecret, groupPolicy: "open", requireMention: false },
  };
  const standIn = { apps: [DEMO_APP, second] };
  const world = await startWorld({ standIn, feishu: { ...inGroups, accounts, groupPolicy: "disabled" } });
  const event = (app: string, text: string) =>
    new EventMaker({ appId: app, prefix: text }).text(
      { user: "alice", chat: "team", chatType: "group" },
      text,
    );
  world.feishu.deliver(event(appId, "closed"), { appId });
  world.feishu.deliver(event(second.appId, "open"), { appId: second.appId });
  await world.replies(1);
  expect(textsOf(world.feishu)).toEqual(["re: open"]);
});
