import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { openSqliteInbox, openSqliteInboxAdmin } from "../../../src/inbox/sqlite.ts";
import { EventMaker, startStandIn } from "../../../src/stand-in/index.ts";
import { exitCode, start } from "../../support/cli/run.ts";
import { AgentServer, type SeenTurn } from "../../support/gateway/agent-server.ts";
import { configOf } from "../../support/gateway/config.ts";
import { fastTimings, startWorld, textsOf } from "../../support/gateway/world.ts";
import { all, entry } from "../../support/inbox/contract/bed.ts";
import { tempFolder } from "../../support/inbox/temp.ts";

describe("a message that ends the process inside of a middleware", () => {
  test.each([0, 5])(
    "is given up at last, and takes nobody along (reorder window %i ms)",
    {
      timeout: 60_000,
    },
    async (window) => {
      const { feishu, config, folder, answered } = await poisoned(window);
      const say = new EventMaker();
      let gateway = runs(config);
      await feishu.changes.until("the connection", () => feishu.connections() === 1);
      const slow = feishu.deliver(say.text({ user: "alice" }, "slow"));
      await feishu.changes.until("the ack", () => slow.state === "acked");
      for (const text of ["poison", "behind"]) feishu.deliver(say.text({ user: "mallory" }, text));
      const all = answered("re: slow", "re: behind");
      let crashes = 0;
      for (; (await Promise.race([gateway.ended, all])) === 9; crashes += 1) gateway = runs(config);
      expect(crashes).toBeGreaterThanOrEqual(3);
      gateway.child.kill("SIGTERM");
      await gateway.ended;
      const admin = await openSqliteInboxAdmin({ file: join(folder, "inbox.sqlite") });
      onTestFinished(() => admin.close());
      const dead = await admin.list({ status: "dead" });
      expect(dead).toMatchObject([{ attempts: 4, error: expect.stringContaining("ERR_TOO_MANY_ATTEMPTS") }]);
    },
  );
});

const POISONED = `export default () => async ({ dispatch }, next) => {
  if (dispatch.text === "poison") process.exit(9);
  await next();
};`;

/** A Feishu, a slow agent, and the config of a gateway with a middleware that ends it. */
async function poisoned(reorderWindowMs: number) {
  const feishu = await startStandIn({ timings: fastTimings });
  onTestFinished(() => feishu.close());
  const agent = new AgentServer(answerSlowly, () => feishu.changes.emit("change"));
  await agent.listen();
  onTestFinished(() => agent.kill());
  const folder = tempFolder();
  const own = join(folder, "own.mjs");
  await writeFile(own, POISONED);
  const middleware = [own, ["feishu-dispatch-dedup", { reorderWindowMs }]];
  const config = join(folder, "gateway.json5");
  await writeFile(config, JSON.stringify(configOf(feishu.url, agent.url, { feishu: { middleware } })));
  const answered = (...texts: string[]) => {
    const isAnswered = () => texts.every((text) => textsOf(feishu).includes(text));
    return feishu.changes.until(texts.join(), isAnswered, 50_000);
  };
  return { feishu, folder, config, answered };
}

/** Too slow to be done before the process is ended again. */
async function answerSlowly({ text }: SeenTurn): Promise<string> {
  if (text === "slow") await new Promise((resolve) => setTimeout(resolve, 2000));
  return `re: ${text}`;
}

function runs(config: string) {
  const child = start("gateway", "--config", config);
  onTestFinished(() => void child.kill("SIGKILL"));
  child.stdout.resume();
  child.stderr.resume();
  return { child, ended: exitCode(child) };
}

const damages: Array<[what: string, sql: string]> = [
  ["event is not JSON", "UPDATE events SET event = '{\"schema\":' WHERE row = 1"],
  ["event is not Feishu's", "UPDATE events SET event = '[]' WHERE row = 1"],
  ["identities are not JSON", "UPDATE events SET ids = 'x' WHERE row = 1"],
  ["event is gone", "DELETE FROM events WHERE row = 1"],
];

describe.each(damages)("a row whose %s", (_, sql) => {
  test("is set aside with its reason, and the healthy ones go on", async () => {
    const world = await startWorld({ behave: () => new Promise(() => {}) });
    const both = ["damaged", "healthy"].map((text) =>
      world.feishu.deliver(world.say.text({ user: "alice" }, text)),
    );
    await world.until("both acks", () => both.every(({ state }) => state === "acked"));
    await world.gateway.close();
    const file = join(world.folder, "inbox.sqlite");
    const db = new DatabaseSync(file);
    db.exec(sql);
    db.close();
    world.agent.behave = ({ text }) => `re: ${text}`;
    await world.restart();
    expect(await world.replies(1)).toEqual(["re: healthy"]);
    const admin = await openSqliteInboxAdmin({ file });
    onTestFinished(() => admin.close());
    expect(await admin.list({ status: "dead" })).toMatchObject([
      { id: 1, error: expect.stringMatching(/^ERR_/) },
    ]);
    expect(await admin.retry(1)).toBe(3);
    const isDead = async () => (await admin.list({ status: "dead" })).map(({ id }) => id);
    await expect.poll(isDead, { timeout: 5000 }).toEqual([3]);
  });

  test("breaks no command of the inbox, and no redelivery of its work", async () => {
    const file = join(tempFolder(), "inbox.db");
    const inbox = await openSqliteInbox({ file });
    onTestFinished(() => inbox.close());
    await inbox.claim(entry(["damaged", "alias"]));
    await inbox.claim(entry(["healthy"]));
    const db = new DatabaseSync(file);
    db.exec(sql);
    db.close();
    expect(await inbox.list()).toHaveLength(2);
    expect((await all(inbox)).map(({ id }) => id)).toEqual([1, 2]);
    expect(await inbox.get(1)).toMatchObject({ status: "pending" });
    expect(await inbox.claim(entry(["alias", "new"]))).toEqual({ status: "in-progress", id: 1, by: "alias" });
    expect(await inbox.claim(entry(["alias", "healthy"]))).toMatchObject({ status: "in-progress" });
    expect(inbox.health()).toEqual({ ok: true });
    expect(await inbox.drop(1)).toBe(true);
  });
});
