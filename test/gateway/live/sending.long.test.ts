import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSqliteInboxAdmin } from "../../../src/inbox/sqlite.ts";
import type { ConfigKeys } from "../../support/gateway/config.ts";
import { startWorld, textsOf, type World } from "../../support/gateway/world.ts";

const quick = { partTimeoutMs: 400, timeoutMs: 1000 };
const GIVEN_UP = "the message was given up; it is a dead letter now";

/** A world whose Feishu never answers when something is sent under one message, and does not show it. */
async function hanging(config: ConfigKeys["config"] = {}) {
  const retry = { maxAttempts: 50, firstDelayMs: 20, maxDelayMs: 50 };
  const world = await startWorld({ config: { replies: quick, retry, ...config } });
  const event = world.say.text({ user: "alice" }, "one");
  const path = `/open-apis/im/v1/messages/${event.event.message.message_id}/reply`;
  world.feishu.script({ path, times: 1000, answer: { body: {}, delayMs: 60_000 } });
  world.feishu.deliver(event);
  await world.until("the first turn", () => world.agent.turns.length === 1);
  return world;
}

const codes = ({ log }: Pick<World, "log">) =>
  log.filter(({ msg }) => msg === GIVEN_UP).map(({ err }) => Object(err).code);

test("a send that is never answered holds its session no longer than the agent, and ends", async () => {
  const world = await hanging();
  const { feishu, say, agent } = world;
  for (const text of ["two", "three"]) feishu.deliver(say.text({ user: "alice" }, text));
  await world.until("their turns", () => agent.turns.length === 3);
  expect(textsOf(feishu)).toEqual([]);
  expect(codes(world)).toEqual([]);
  expect(await world.replies(2)).toEqual(["re: two", "re: three"]);
  expect(codes(world)).toEqual(["ERR_REPLY_TIMEOUT"]);
  expect(agent.mostAtOnce).toBe(1);
});

test("the replies of later turns follow those that are sent again", async () => {
  const world = await startWorld({ config: { retry: { maxAttempts: 5, firstDelayMs: 20, maxDelayMs: 50 } } });
  const { feishu, say, agent } = world;
  const texts = ["one", "two", "three"];
  feishu.script({ path: /reply$/, times: 2, answer: { status: 400, body: { code: 5000 }, delayMs: 300 } });
  for (const text of texts) feishu.deliver(say.text({ user: "alice" }, text));
  await world.until("all turns", () => agent.turns.length === 3);
  expect(textsOf(feishu)).toEqual([]);
  expect(await world.replies(3)).toEqual(texts.map((text) => `re: ${text}`));
});

test("in a shared session nobody waits for what another one is sent", async () => {
  const world = await hanging({ session: { dmScope: "main" }, replies: {} });
  world.feishu.deliver(world.say.text({ user: "bob" }, "two"));
  expect(await world.replies(1)).toEqual(["re: two"]);
});

test("/stop ends what the agent does, and leaves what is still being sent: that turn is over", async () => {
  const world = await startWorld({ config: { retry: { maxAttempts: 3, firstDelayMs: 20, maxDelayMs: 50 } } });
  const { agent, feishu, say } = world;
  agent.behave = ({ text }) => (text === "one" ? "re: one" : new Promise(() => {}));
  const event = say.text({ user: "alice" }, "one");
  const path = `/open-apis/im/v1/messages/${event.event.message.message_id}/reply`;
  feishu.script({ path, answer: { status: 500, body: {}, delayMs: 1000 } });
  feishu.deliver(event);
  await world.until("the first turn", () => agent.turns.length === 1);
  feishu.deliver(say.text({ user: "alice" }, "two"));
  await world.until("the second turn, while the first one's reply is held", () => agent.turns.length === 2);
  feishu.deliver(say.text({ user: "alice" }, "/stop"));
  expect(await world.replies(2)).toEqual(["re: one", "Stopped."]);
  expect(world.log.filter(({ outcome }) => outcome === "stopped")).toHaveLength(1);
});

test("what was not sent when the gateway ended is answered after its next start, before anything newer", async () => {
  const world = await hanging({ replies: {} });
  world.feishu.deliver(world.say.text({ user: "alice" }, "two"));
  await world.until("the second turn", () => world.agent.turns.length === 2);
  await world.gateway.close();
  expect(textsOf(world.feishu)).toEqual([]);
  await world.restart({ config: { replies: quick } });
  expect((await world.replies(1))[0]).toBe("re: two");
  expect(codes(world)).toEqual(["ERR_REPLY_TIMEOUT"]);
});

test("a reply that was refused is sent when an operator puts the message back", async () => {
  const world = await startWorld({});
  const { feishu, say } = world;
  feishu.script({ path: /reply$/, times: 1, answer: { status: 400, body: { code: 230002 } } });
  feishu.deliver(say.text({ user: "alice" }, "one"));
  const admin = await openSqliteInboxAdmin({ file: join(world.folder, "inbox.sqlite") });
  onTestFinished(() => admin.close());
  await world.until("the dead letter", () => codes(world).length === 1);
  const [dead] = await admin.list({ status: "dead" });
  await admin.retry(dead?.id ?? 0);
  expect(await world.replies(1)).toEqual(["re: one"]);
  expect(world.agent.turns).toHaveLength(2);
});

test("who could not be told of a failure before the gateway ended is told after its next start", async () => {
  const config = { errors: { message: "Sorry." } };
  const world = await startWorld({ behave: (_, { response }) => void response.writeHead(404).end(), config });
  world.feishu.script({ path: /reply$/, answer: { body: {}, delayMs: 60_000 } });
  world.feishu.deliver(world.say.text({ user: "alice" }, "one"));
  await world.until("the turn", () => world.agent.turns.length === 1);
  await world.gateway.close();
  expect(codes(world)).toEqual([]);
  await world.restart({ config });
  expect(await world.replies(1)).toEqual(["Sorry."]);
  await world.until("the dead letter", () => codes(world).length === 1);
});
