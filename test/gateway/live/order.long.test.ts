import { expect, test } from "vitest";
import { feishuId } from "../../../src/stand-in/index.ts";
import { seededRandom } from "../../../src/stand-in/random.ts";
import type { SeenTurn } from "../../support/gateway/agent-server.ts";
import { startWorld } from "../../support/gateway/world.ts";

const keyOf = (user: string) => `agent:main:feishu:direct:${feishuId("ou", user)}`;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** An agent whose turns take uneven times. */
function uneven(seed: number, longestMs: number) {
  const random = seededRandom(seed);
  return async ({ text }: SeenTurn) => {
    await sleep(Math.floor(random() ** 3 * longestMs));
    return `re: ${text}`;
  };
}

test("/new and a message, 0 to 1000 ms apart: in order, one at a time", async () => {
  const { agent, feishu, say, replies } = await startWorld({ behave: uneven(1, 300) });
  const gaps = [0, 1, 5, 20, 80, 150, 300, 600, 1000];
  for (const gap of gaps) {
    const user = `user-${gap}`;
    feishu.deliver(say.text({ user }, "/new"));
    feishu.deliver(say.text({ user }, "hello"), { afterMs: gap });
  }
  await replies(2 * gaps.length);
  for (const gap of gaps) expect(agent.textsOf(keyOf(`user-${gap}`))).toEqual(["/new", "hello"]);
  expect(agent.mostAtOnce).toBe(1);
});

test("everything is delivered again until it was acknowledged, and answered once", async () => {
  const { agent, feishu, say, replies, until } = await startWorld({ behave: uneven(2, 100) });
  const all = ["a", "b", "c"].flatMap((user) =>
    ["/new", "one", "two"].map((text, index) =>
      feishu.deliver(say.text({ user }, text), { loseAcks: index + 1 }),
    ),
  );
  await until("all acks", () => all.every(({ state }) => state === "acked"));
  expect(all.map(({ attempts }) => attempts.length)).toEqual([2, 3, 4, 2, 3, 4, 2, 3, 4]);
  await replies(all.length);
  for (const user of ["a", "b", "c"]) expect(agent.textsOf(keyOf(user))).toEqual(["/new", "one", "two"]);
  expect(feishu.messages).toHaveLength(all.length);
});

test("connections that break in the middle lose and double nothing", async () => {
  const { agent, feishu, say, until, replies } = await startWorld({ behave: uneven(3, 100) });
  const texts = Array.from({ length: 12 }, (_, index) => `message ${index}`);
  for (const text of texts) {
    const delivery = feishu.deliver(say.text({ user: "alice" }, text));
    if (text.endsWith("3") || text.endsWith("7")) feishu.cutConnections();
    // The next one is not sent before this one has arrived: Feishu promises no order across redeliveries.
    await until("the ack", () => delivery.state === "acked");
  }
  await replies(texts.length);
  expect(agent.textsOf(keyOf("alice"))).toEqual(texts);
  expect(agent.mostAtOnce).toBe(1);
});

test("50 users with 20 messages each, a tenth of them twice: nothing lost, nothing twice, in order", async () => {
  const { agent, feishu, say, replies, gateway } = await startWorld({
    behave: uneven(4, 40),
    standIn: { faults: { duplicate: 0.1 }, seed: 7, timings: { ackTimeoutMs: 5000, redeliveryMs: [100] } },
  });
  const users = Array.from({ length: 50 }, (_, index) => `user-${index}`);
  const texts = Array.from({ length: 20 }, (_, index) => (index % 7 === 0 ? "/new" : `message ${index}`));
  for (const text of texts) for (const user of users) feishu.deliver(say.text({ user }, text));
  const said = await replies(users.length * texts.length);
  for (const user of users) expect(agent.textsOf(keyOf(user))).toEqual(texts);
  expect(agent.mostAtOnce).toBe(1);
  expect(said).toHaveLength(1000);
  expect(feishu.deliveries.reduce((sum, { attempts }) => sum + attempts.length, 0)).toBeGreaterThan(1050);
  await gateway.close();
  expect(feishu.messages).toHaveLength(1000);
});
