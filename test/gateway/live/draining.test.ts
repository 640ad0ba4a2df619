import { expect, test } from "vitest";
import { startWorld } from "../../support/gateway/world.ts";

test("while it drains, /healthz says that it is alive and /readyz that it takes nothing; then nobody answers", async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { feishu, agent, gateway, say, until, replies } = await startWorld({
    config: { shutdown: { timeoutMs: 60_000 } },
    behave: async ({ text }) => {
      await released;
      return `re: ${text}`;
    },
  });
  const ask = async (path: string) => {
    const response = await fetch(`${gateway.addresses.health}${path}`);
    return [response.status, await response.json()];
  };
  feishu.deliver(say.text({ user: "alice" }, "hello"));
  await until("the turn", () => agent.turns.length === 1);
  const closing = gateway.close();
  await until("the end of the connection", () => feishu.connections() === 0);
  expect(await ask("/healthz")).toEqual([200, { alive: true }]);
  const draining = { ready: false, draining: true, accounts: { default: false }, inbox: "ok" };
  expect(await ask("/readyz")).toEqual([503, draining]);
  release();
  await closing;
  expect(await replies(1)).toEqual(["re: hello"]);
  await expect(ask("/healthz")).rejects.toThrow("fetch failed");
});
