import { expect, test } from "vitest";
import { FakeHost } from "../../support/openclaw/fake-host.ts";

test("a message for an idle session passes at once", async () => {
  const host = new FakeHost().load();
  const first = await host.send();
  expect(first.running).toBe(true);
});

test("a message waits until the one before it in its session is processed and its replies are out", async () => {
  const host = new FakeHost().load();
  const first = await host.send();
  const second = await host.send();
  expect(second.told).toBeUndefined();
  await first.finish({ sent: false });
  expect(second.told).toBeUndefined();
  first.idle();
  await host.pass(0);
  expect(second.running).toBe(true);
});

test("messages of one session start in order of arrival", async () => {
  const host = new FakeHost().load();
  const sent = [await host.send(), await host.send({ text: "/new" }), await host.send(), await host.send()];
  for (const [at, message] of sent.entries()) {
    expect(sent.map(({ running }) => running)).toEqual(sent.map((_, other) => other <= at));
    await message.finish();
    await host.pass(250);
  }
});

test("sessions do not wait for each other", async () => {
  const host = new FakeHost().load();
  await host.send({ session: "agent:main:feishu:direct:ou_ann" });
  const other = await host.send({ session: "agent:main:feishu:direct:ou_bob" });
  expect(other.running).toBe(true);
});

test("sending that fails does not keep the session", async () => {
  const host = new FakeHost().load();
  const first = await host.send();
  const second = await host.send();
  first.sendingFails(new Error("the chat is gone"));
  await first.finish();
  expect(second.running).toBe(true);
});

test.each(["/stop", "/status", "/approve 7 allow", "/turns", "停止"])(
  "%s gets through while a turn runs",
  async (text) => {
    const host = new FakeHost().load();
    await host.send();
    const command = await host.send({ text });
    expect(command.running).toBe(true);
  },
);

test("a command of the user's own can be let through", async () => {
  const host = new FakeHost().load({ commands: { "/ping": "bypass" } });
  await host.send();
  const command = await host.send({ text: "/ping" });
  expect(command.running).toBe(true);
});

test("a tail dispatch passes: it belongs to the turn that runs", async () => {
  const host = new FakeHost().load();
  await host.send({ id: "om_a" });
  const tail = await host.send({ id: "om_a", event: { isTailDispatch: true } });
  expect(tail.running).toBe(true);
});

test("so does one of another channel's message", async () => {
  const host = new FakeHost().load();
  await (await host.send()).finish();
  await host.send({ id: "run-1", channel: "webchat" });
  await host.send();
  const tail = await host.send({ id: "run-1", channel: "webchat", event: { isTailDispatch: true } });
  expect(tail.running).toBe(true);
});

test("a dispatch of the message that runs passes: the host makes it from inside the turn", async () => {
  const host = new FakeHost().load();
  await host.send({ id: "om_a" });
  const nested = await host.send({ id: "om_a" });
  expect(nested.running).toBe(true);
});

test.each([
  ["without a message id", { bare: true }],
  ["without a session", { event: { sessionKey: "" } }],
  ["in a group", { chatType: "group" }],
])("a dispatch %s passes", async (_, sent) => {
  const host = new FakeHost().load();
  await host.send();
  expect((await host.send(sent)).running).toBe(true);
});

test("groups are held, too, when the config says so", async () => {
  const host = new FakeHost().load({ chatTypes: ["p2p", "group"] });
  await host.send({ chatType: "group" });
  const second = await host.send({ chatType: "group" });
  expect(second.told).toBeUndefined();
});

test("every message that entered is released, and nothing is left", async () => {
  const host = new FakeHost().load();
  const sent = [await host.send(), await host.send(), await host.send()];
  for (const message of sent) await message.finish();
  const status = host.methods.get("feishu-dispatch-dedup.status")?.({});
  expect(status).toMatchObject({
    sessions: [],
    counters: { entered: 3, released: 3, held: 2 },
    engine: { running: 0, waiting: 0, sessions: 0 },
  });
  expect(host.clock.countTimers()).toBe(0);
});
