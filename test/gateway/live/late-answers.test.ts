import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { asks } from "../../support/gateway/asking.ts";
import { startWorld } from "../../support/gateway/world.ts";

const alice = { user: "alice" };

test("an answer that a middleware keeps until the question is closed has its place in the line", async () => {
  const folder = await mkdtemp(join(tmpdir(), "middleware-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const slow = join(folder, "slow.mjs");
  await writeFile(
    slow,
    `export default () => async (context, next) => {
       if (context.dispatch.text === "late") await new Promise((resolve) => setTimeout(resolve, 300));
       await next();
     };`,
  );
  const world = await startWorld({
    behave: asks,
    feishu: { middleware: [slow, "feishu-dispatch-dedup"] },
    agent: { questionTimeoutMs: 150 },
  });
  const { feishu, say, agent } = world;
  feishu.deliver(say.text(alice, "ask"));
  await world.replies(1);
  feishu.deliver(say.text(alice, "late"));
  feishu.deliver(say.text(alice, "after"));
  expect(await world.replies(3)).toEqual(["which?", "re: late", "re: after"]);
  expect(agent.turns.map(({ text }) => text)).toEqual(["ask", "late", "after"]);
});
