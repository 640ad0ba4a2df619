import { createClock } from "@sinonjs/fake-timers";
import { expect, test, vi } from "vitest";
import { DEMO_APP, EventMaker } from "../../../src/stand-in/index.ts";
import { connect } from "../../support/feishu/long-connection.ts";

const say = new EventMaker();

test("an event is kept as it came, and acknowledged", async () => {
  const { feishu, kept, intake } = await connect();
  const event = say.text({ user: "alice", thread: "t" }, "hello");
  const delivery = feishu.deliver(event);
  await feishu.changes.until("the acknowledgement", () => delivery.state === "acked");
  expect(kept).toMatchObject([{ event, account: "default", transport: "websocket" }]);
  expect(intake.stats()).toMatchObject({ accepted: 1, pending: 0, lastEventAt: kept[0]?.receivedAt });
});

test("the header of a card action comes whole, though its body has a token too", async () => {
  const { feishu, kept } = await connect();
  const event = say.cardAction({ user: "alice" }, "om_1", { go: 1 });
  const delivery = feishu.deliver(event);
  await feishu.changes.until("the answer", () => delivery.state === "acked");
  expect(kept[0]?.event).toEqual(event);
  expect(delivery.attempts[0]?.data).toMatchObject({ toast: { type: "info" } });
});

test("the acknowledgement waits until the event is kept", async () => {
  const gates: Array<() => void> = [];
  const accept = () => new Promise<void>((resolve) => gates.push(resolve));
  const { feishu, intake } = await connect({ intake: { accept } });
  const [first, second] = ["1", "2"].map((text) => feishu.deliver(say.text({ user: "alice" }, text)));
  await vi.waitUntil(() => gates.length === 2, { timeout: 20_000 });
  expect(intake.stats().pending).toBe(2);
  gates[1]?.();
  await feishu.changes.until("the second's acknowledgement", () => second?.state === "acked");
  expect(first?.attempts[0]?.outcome).toBe("pending");
  gates[0]?.();
  await feishu.changes.until("the first's acknowledgement", () => first?.state === "acked");
});

test("an event that could not be kept is delivered again", async () => {
  const clock = createClock();
  let full = true;
  const accept = async () => {
    if (full) throw new Error("disk full");
  };
  const { feishu, intake, log } = await connect({
    standIn: { timers: clock, now: () => clock.now },
    intake: { accept },
  });
  const delivery = feishu.deliver(say.text({ user: "alice" }, "hello"));
  await feishu.changes.until("the refusal", () => delivery.nextAt === 15_000);
  expect(delivery.attempts).toMatchObject([{ outcome: "refused", code: 500 }]);
  full = false;
  clock.tick(15_000);
  await feishu.changes.until("the acknowledgement", () => delivery.state === "acked");
  expect(intake.stats()).toMatchObject({ accepted: 1, unavailable: 1 });
  expect(log.text()).toContain("disk full");
});

test("more events at once than may be pending are left to a redelivery", async () => {
  const gates: Array<() => void> = [];
  const accept = () => new Promise<void>((resolve) => gates.push(resolve));
  const { feishu } = await connect({ intake: { accept, maxPending: 2 } });
  const all = ["1", "2", "3"].map((text) => feishu.deliver(say.text({ user: "alice" }, text)));
  await feishu.changes.until("the refusal", () => all.some(({ attempts }) => attempts[0]?.code === 500));
  for (const open of gates) open();
  await feishu.changes.until("two", () => all.filter(({ state }) => state === "acked").length === 2);
});

test("nonsense is dropped with a line in the log, and the next event comes through", async () => {
  const { feishu, kept, intake, log } = await connect();
  const bytes = (text: string) => new TextEncoder().encode(text);
  const valid = say.text({ user: "alice" }, "top secret text");
  const dropped = [
    { ...valid, schema: "3.0" },
    { ...valid, event: { ...valid.event, message: undefined } },
    { ...valid, header: { ...valid.header, event_id: 7 } },
    [1, 2],
    bytes('"a string"'),
  ].map((event) => feishu.deliver(event));
  feishu.deliver(bytes('{"schema":"2.0","header":'));
  feishu.sendRaw(bytes("no protobuf"));
  feishu.sendRaw(new Uint8Array());
  await feishu.changes.until("them to be acked", () => dropped.every(({ state }) => state === "acked"));
  const next = feishu.deliver(say.text({ user: "alice" }, "hello"));
  await feishu.changes.until("the next event", () => next.state === "acked");
  expect(kept).toHaveLength(1);
  expect(intake.stats()).toMatchObject({ malformed: 5, accepted: 1 });
  expect(log.lines.filter(({ level }) => level === "error")).toHaveLength(5);
  expect(log.text()).not.toContain("top secret");
});

test("an event of a type that is not known is acknowledged and ignored", async () => {
  const { feishu, intake } = await connect();
  const event = say.text({ user: "alice" }, "hello");
  const header = { ...event.header, event_type: "contact.user.created_v3" };
  const delivery = feishu.deliver({ ...event, header });
  await feishu.changes.until("the acknowledgement", () => delivery.state === "acked");
  expect(intake.stats()).toMatchObject({ ignored: 1, accepted: 0 });
});

test("no secret, ticket or text of a message gets into the log", async () => {
  const { feishu, log, states } = await connect();
  const delivery = feishu.deliver(say.text({ user: "alice" }, "top secret text"));
  await feishu.changes.until("the acknowledgement", () => delivery.state === "acked");
  feishu.cutConnections();
  await feishu.changes.until("the reconnect", () => states.length === 3);
  expect(log.text()).toContain("the Feishu client");
  for (const secret of [DEMO_APP.appSecret, "top secret", "ticket=", "access_key="])
    expect(log.text()).not.toContain(secret);
});
