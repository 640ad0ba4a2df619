import { createClock } from "@sinonjs/fake-timers";
import { expect, test } from "vitest";
import { EventMaker } from "../../../src/stand-in/index.ts";
import { testIntake } from "../../support/feishu/intake.ts";

const say = new EventMaker();
const press = say.cardAction({ user: "alice" }, "om_1", { go: 1 });
const message = say.text({ user: "alice" }, "hello");

/** An inbox that keeps nothing until it is told to. */
function slowInbox() {
  const gates: Array<{ keep: () => void; fail: (error: Error) => void }> = [];
  const accept = () => new Promise<void>((keep, fail) => gates.push({ keep, fail }));
  return { gates, accept };
}

test("a card is answered after 2 s, though its action is not kept yet", async () => {
  const clock = createClock();
  const { gates, accept } = slowInbox();
  const { intake } = testIntake({ accept, timers: clock, toast: { type: "success", content: "ok" } });
  const taken = intake.take(press, "websocket");
  clock.tick(1999);
  expect(intake.stats()).toMatchObject({ accepted: 0, pending: 1 });
  clock.tick(1);
  expect(await taken).toEqual({ status: "accepted", answer: { toast: { type: "success", content: "ok" } } });
  expect(intake.stats().pending).toBe(1);
  gates[0]?.keep();
  await intake.close();
  expect(intake.stats().pending).toBe(0);
});

test("a card that was answered in time leaves no timer", async () => {
  const clock = createClock();
  const { intake } = testIntake({ timers: clock });
  await intake.take(press, "webhook");
  expect(clock.countTimers()).toBe(0);
});

test("an action that fails after its card was answered is in the log", async () => {
  const clock = createClock();
  const { gates, accept } = slowInbox();
  const { intake, log } = testIntake({ accept, timers: clock });
  const taken = intake.take(press, "websocket");
  clock.tick(2000);
  await taken;
  gates[0]?.fail(new Error("disk full"));
  await intake.close();
  expect(log.text()).toContain("disk full");
});

test("an inbox that throws at once is an event that was not kept", async () => {
  const { intake } = testIntake({
    accept: () => {
      throw new Error("closed");
    },
  });
  expect(await intake.take(message, "websocket")).toEqual({ status: "unavailable" });
  expect(intake.stats()).toMatchObject({ unavailable: 1, pending: 0 });
});

test("closing waits for what is being kept, and refuses the rest", async () => {
  const { gates, accept } = slowInbox();
  const { intake } = testIntake({ accept });
  const first = intake.take(message, "websocket");
  const closed = intake.close();
  expect(await intake.take(message, "webhook")).toEqual({ status: "unavailable" });
  gates[0]?.keep();
  await closed;
  expect(await first).toEqual({ status: "accepted" });
  expect(gates).toHaveLength(1);
});

test("input of any shape is judged, never thrown back", async () => {
  const { intake, kept } = testIntake();
  for (const input of [
    undefined,
    null,
    7,
    "text",
    [],
    {},
    { schema: "2.0" },
    { header: { event_type: "x" } },
  ])
    expect(["malformed", "ignored"]).toContain((await intake.take(input, "websocket")).status);
  expect(kept).toHaveLength(0);
});
