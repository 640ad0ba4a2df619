import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { DEMO_APP, EventMaker, feishuId } from "../../../src/stand-in/index.ts";
import { startWorld } from "../../support/gateway/world.ts";

const SORRY = "Sorry, that did not work.";
let own: string;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "middleware-"));
  own = join(folder, "own.mjs");
  return () => rm(folder, { recursive: true });
});

test("a middleware of one's own can drop a message, or fail it", async () => {
  await writeFile(
    own,
    `export default ({ dropped, failed }) => async (context, next) => {
       if (context.dispatch.text === dropped) return;
       if (context.dispatch.text === failed) throw new Error("mine");
       await next();
     };`,
  );
  const middleware = [[own, { dropped: "drop", failed: "fail" }], "feishu-dispatch-dedup"];
  const world = await startWorld({ feishu: { middleware }, config: { errors: { message: SORRY } } });
  for (const text of ["drop", "fail", "pass"]) world.feishu.deliver(world.say.text({ user: "alice" }, text));
  expect((await world.replies(2)).toSorted()).toEqual([SORRY, "re: pass"].toSorted());
  expect(world.agent.turns.map(({ text }) => text)).toEqual(["pass"]);
  const ended = world.log.filter(({ msg }) => msg === "the message gets no turn");
  expect(ended.map(({ outcome }) => outcome)).toEqual(["dropped"]);
});

test("without ours the gateway says that turns may overlap", async () => {
  const world = await startWorld({ feishu: { middleware: [] } });
  expect(world.log.filter(({ level }) => level === 40).map(({ msg }) => msg)).toEqual([
    "the config does not register feishu-dispatch-dedup: turns of one session may overlap",
  ]);
});

test("two accounts: each answers what it received; whom the policy does not take gets no answer", async () => {
  const second = { appId: "cli_00000000000000bb", appSecret: "another-secret" };
  const { appId, appSecret } = DEMO_APP;
  const world = await startWorld({
    standIn: { apps: [DEMO_APP, second] },
    feishu: {
      accounts: { one: { appId, appSecret }, two: second },
      dmPolicy: "allowlist",
      allowFrom: [feishuId("ou", "alice")],
    },
  });
  await world.until("both connections", () => world.feishu.connections() === 2);
  const toSecond = new EventMaker({ appId: second.appId, prefix: "second " });
  const stranger = world.feishu.deliver(world.say.text({ user: "mallory" }, "let me in"));
  world.feishu.deliver(world.say.text({ user: "alice" }, "to one"));
  world.feishu.deliver(toSecond.text({ user: "alice" }, "to two"));
  await world.replies(2);
  await world.until("the stranger's ack", () => stranger.state === "acked");
  const said = world.feishu.messages.map(({ appId, content }) => [appId, JSON.parse(content).text]);
  expect(Object.fromEntries(said)).toEqual({ [appId]: "re: to one", [second.appId]: "re: to two" });
  expect(world.agent.turns).toHaveLength(2);
});
