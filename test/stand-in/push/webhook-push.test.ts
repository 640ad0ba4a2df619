import { once } from "node:events";
import { createServer } from "node:http";
import { adaptDefault, EventDispatcher } from "@larksuiteoapi/node-sdk";
import { createClock } from "@sinonjs/fake-timers";
import { afterEach, expect, test } from "vitest";
import { DEMO_APP, EventMaker, type StandIn, startStandIn } from "../../../src/stand-in/index.ts";
import { silent } from "../../support/stand-in/clients.ts";

const cleanups: Array<() => unknown> = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** The official webhook handler, unchanged, on a server of its own. */
async function receive(feishu: StandIn, onMessage: (event: { event_id?: string }) => unknown): Promise<void> {
  const dispatcher = new EventDispatcher({ ...DEMO_APP, logger: silent });
  dispatcher.register({ "im.message.receive_v1": onMessage });
  const server = createServer(adaptDefault("/hook", dispatcher, { autoChallenge: true }));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(() => server.close());
  const address = server.address();
  feishu.setWebhook(`http://127.0.0.1:${typeof address === "object" && address?.port}/hook`);
}

async function start(options = {}): Promise<StandIn> {
  const feishu = await startStandIn(options);
  cleanups.push(() => feishu.close());
  return feishu;
}

test("the official handler decrypts a push, accepts its signature and answers the challenge", async () => {
  const feishu = await start();
  const seen: unknown[] = [];
  await receive(feishu, (event) => void seen.push(event.event_id));
  const say = new EventMaker();
  const delivery = feishu.deliver(say.text({ user: "alice" }, "hello"), { transport: "webhook" });
  await feishu.changes.until("the acknowledgement", () => delivery.state === "acked");
  expect(seen).toEqual([delivery.eventId]);
  expect(await feishu.verifyUrl("abc")).toEqual({ code: 200, data: { challenge: "abc" } });
});

test("a webhook that cannot be reached is tried again by the schedule", async () => {
  const clock = createClock(1_700_000_000_000);
  const feishu = await start({ timers: clock, now: () => clock.now });
  const delivery = feishu.deliver(new EventMaker().text({ user: "a" }, "hi"), { transport: "webhook" });
  await feishu.changes.until("the failure", () => delivery.nextAt !== undefined);
  expect(delivery.attempts).toMatchObject([{ outcome: "unreachable" }]);
  await receive(feishu, () => undefined);
  clock.tick(15_000);
  await feishu.changes.until("the acknowledgement", () => delivery.state === "acked");
  expect(delivery.attempts).toHaveLength(2);
});
