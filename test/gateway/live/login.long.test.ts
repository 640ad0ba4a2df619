import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSqliteInboxAdmin } from "../../../src/inbox/sqlite.ts";
import { DEMO_APP } from "../../../src/stand-in/index.ts";
import { startWorld, textsOf, type World } from "../../support/gateway/world.ts";

const TOKEN = /tenant_access_token/;
const refused = { body: { code: 10014, msg: "app secret invalid" } };
const never = () => new Promise<never>(() => {});

/** Two messages that an earlier run has accepted and not answered. */
async function worldWithTwo(): Promise<World> {
  const world = await startWorld({ behave: never });
  const both = ["one", "two"].map((text) => world.feishu.deliver(world.say.text({ user: "alice" }, text)));
  await world.until("both acks", () => both.every(({ state }) => state === "acked"));
  await world.until("the turn", () => world.agent.turns.length === 1);
  await world.gateway.close();
  world.agent.turns.length = 0;
  world.agent.behave = ({ text, attempt }) => `re: ${text} ${attempt}`;
  return world;
}

async function rowsOf({ folder }: World) {
  const admin = await openSqliteInboxAdmin({ file: join(folder, "inbox.sqlite") });
  onTestFinished(() => admin.close());
  return (await admin.list()).map(({ status, attempts }) => [status, attempts]);
}

test("with a wrong secret nothing is taken out of the inbox, and nothing is given up", async () => {
  const world = await worldWithTwo();
  const accounts = { default: { appId: DEMO_APP.appId, appSecret: "rotated" } };
  await expect(world.restart({ feishu: { accounts } })).rejects.toMatchObject({ code: "ERR_FEISHU_REFUSED" });
  await world.until("the refused token", () =>
    world.log.some(({ msg }) => String(msg).includes("no access token")),
  );
  expect(world.agent.turns).toEqual([]);
  expect(JSON.stringify(world.log)).not.toContain("rotated");
  expect(await rowsOf(world)).toEqual([
    ["pending", 1],
    ["pending", 0],
  ]);
});

test("without a token the inbox waits, and goes on when there is one", async () => {
  const world = await worldWithTwo();
  world.feishu.script({ path: TOKEN, times: 3, answer: refused });
  const gateway = await world.restart();
  expect(gateway.readiness()).toMatchObject({ ready: false, accounts: { default: false } });
  const fresh = world.feishu.deliver(world.say.text({ user: "alice" }, "three"));
  await world.until("the ack", () => fresh.state === "acked");
  expect(world.agent.turns).toEqual([]);
  expect(await world.replies(3)).toEqual(["re: one 2", "re: two 1", "re: three 1"]);
  expect(gateway.readiness()).toMatchObject({ ready: true, accounts: { default: true } });
});

test("a token that is lost in the middle costs no attempt: the answer is sent when there is one again", async () => {
  const world = await startWorld({ config: { retry: { maxAttempts: 1, firstDelayMs: 20, maxDelayMs: 50 } } });
  const { agent, feishu, say } = world;
  agent.behave = ({ text }) => {
    if (text === "first") {
      feishu.revokeTokens();
      feishu.script({ path: TOKEN, times: 3, answer: refused });
    }
    return `re: ${text}`;
  };
  for (const text of ["first", "second"]) feishu.deliver(say.text({ user: "alice" }, text));
  expect(await world.replies(2)).toEqual(["re: first", "re: second"]);
  expect(agent.turns.map(({ text, attempt }) => `${text} ${attempt}`)).toEqual(["first 1", "second 1"]);
});

test("a gateway that waits for a token ends at once, and leaves what waits", async () => {
  const world = await worldWithTwo();
  world.feishu.script({ path: TOKEN, times: 1000, answer: refused });
  const gateway = await world.restart();
  await gateway.close();
  expect(textsOf(world.feishu)).toEqual([]);
  expect(await rowsOf(world)).toEqual([
    ["pending", 1],
    ["pending", 0],
  ]);
});
