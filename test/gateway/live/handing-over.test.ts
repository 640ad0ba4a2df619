import { describe, expect, test } from "vitest";
import { startWorld, textsOf } from "../../support/gateway/world.ts";
import { databaseUrl, freshSchema, hasPostgres } from "../../support/postgres/for-tests.ts";

describe.runIf(hasPostgres())("a gateway that shares its inbox, and is told to stop", () => {
  test("hands over at once what does not run, while it lets finish what does", async () => {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const inbox = { kind: "postgres", url: await databaseUrl(), schema: freshSchema() };
    const { feishu, agent, gateway, say, until, replies, restart, log } = await startWorld({
      config: { inbox, shutdown: { timeoutMs: 60_000 } },
      behave: async ({ text }) => {
        if (text === "long") await ended;
        return `re: ${text}`;
      },
    });
    feishu.deliver(say.text({ user: "bob" }, "hello"));
    expect(await replies(1)).toEqual(["re: hello"]);
    feishu.deliver(say.text({ user: "alice" }, "long"));
    await until("the turn", () => agent.turns.length === 2);
    await restart();
    const closing = gateway.close();
    feishu.deliver(say.text({ user: "bob" }, "again"));
    feishu.deliver(say.text({ user: "alice" }, "next"));
    expect((await replies(2)).slice(1)).toEqual(["re: again"]);
    end();
    await closing;
    await replies(4);
    expect(textsOf(feishu).slice(2)).toEqual(["re: long", "re: next"]);
    const epochs = agent.turns.map(({ epoch }) => epoch);
    expect(epochs.every((epoch) => typeof epoch === "number")).toBe(true);
    expect(agent.turns.filter(({ attempt }) => attempt > 1)).toEqual([]);
    expect(log.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });
});
