import { expect, onTestFinished, test } from "vitest";
import type { Arrival } from "../../../src/feishu/receive/arrival.ts";
import { LongConnection } from "../../../src/feishu/receive/long-connection.ts";
import { DEMO_APP, EventMaker, startStandIn } from "../../../src/stand-in/index.ts";
import { testIntake } from "../../support/feishu/intake.ts";

test.each([1, 2])("nothing is lost when everything goes wrong, with seed %i", async (seed) => {
  const feishu = await startStandIn({
    seed,
    chunkBytes: 300,
    // Many short redeliveries instead of four long ones: with these faults four in a row fail now and then.
    timings: { ackTimeoutMs: 300, redeliveryMs: Array.from({ length: 30 }, () => 50) },
    clientConfig: { ReconnectInterval: 0.02 },
    faults: { duplicate: 0.1, loseAck: 0.1, cut: 0.05, shuffleMs: 50 },
  });
  onTestFinished(() => feishu.close());
  let attempts = 0;
  const kept = new Set<string>();
  const accept = async ({ event }: Arrival) => {
    attempts += 1;
    if (attempts % 10 === 0) throw new Error("could not be kept");
    kept.add(event.header.event_id);
  };
  const { intake, log } = testIntake({ accept });
  const { appId, appSecret } = DEMO_APP;
  for (const account of ["one", "two"]) {
    const connection = new LongConnection({ account, appId, appSecret, domain: feishu.url, log, intake });
    onTestFinished(() => connection.close());
    await connection.start();
  }
  const say = new EventMaker();
  const sent = Array.from({ length: 100 }, (_, n) => say.text({ user: `user-${n % 20}` }, `message ${n}`));
  const deliveries = sent.map((event) => feishu.deliver(event));
  const isAcked = ({ state }: { state: string }) => state === "acked";
  await feishu.changes.until("all to be acked", () => deliveries.every(isAcked), 50_000);
  expect(kept).toEqual(new Set(sent.map(({ header }) => header.event_id)));
  expect(intake.stats()).toMatchObject({ unavailable: Math.floor(attempts / 10), malformed: 0 });
  expect(attempts).toBeGreaterThan(sent.length);
});
