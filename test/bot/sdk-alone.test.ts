import { expect, onTestFinished, test } from "vitest";
import { botWorld, connectChannel, Gates, larkChannel } from "../support/bot/bot.ts";
import { sdkConnection } from "../support/stand-in/clients.ts";

/** What the SDK does by itself: the README says so, and these tests say when it is no longer true. */

const alice = { user: "alice" };

test("a LarkChannel lays /new and the message behind it together, also those of two people of a group", async () => {
  const world = await botWorld();
  const heard: string[] = [];
  const channel = larkChannel(world, { policy: { requireMention: false } });
  channel.on("message", ({ content }) => void heard.push(content));
  await connectChannel(world, channel);
  const inGroup = { chat: "g", chatType: "group" } as const;
  for (const text of ["/new", "hi"]) world.feishu.deliver(world.say.text(alice, text));
  for (const user of ["bob", "carol"])
    world.feishu.deliver(world.say.text({ ...inGroup, user }, `I am ${user}`));
  await expect.poll(() => heard.toSorted()).toEqual(["/new\n\nhi", "I am bob\n\nI am carol"]);
});

test("two chats of one session run at once, a failed message counts as done, and a fresh id is a new message", async () => {
  const world = await botWorld();
  const heard: string[] = [];
  let running = 0;
  let mostAtOnce = 0;
  const { promise: end, resolve } = Promise.withResolvers<void>();
  const channel = larkChannel(world, {
    safety: { chatQueue: { enabled: true }, batch: { text: { delayMs: 1 } } },
  });
  channel.on("message", async ({ content }) => {
    heard.push(content);
    if (content === "fails") throw new Error("no");
    running += 1;
    mostAtOnce = Math.max(mostAtOnce, running);
    await end;
    running -= 1;
  });
  await connectChannel(world, channel);
  const fails = world.say.text({ user: "bob" }, "fails");
  const delivery = world.feishu.deliver(fails);
  await expect.poll(() => heard).toEqual(["fails"]);
  await world.until("the ack", () => delivery.state === "acked");
  expect(delivery.attempts.map(({ outcome }) => outcome)).toEqual(["acked"]);
  world.feishu.deliver(fails);
  const { event } = fails;
  const fresh = { ...event, message: { ...event.message, message_id: "om_fresh" } };
  world.feishu.deliver({ ...fails, event: fresh });
  world.feishu.deliver(world.say.text(alice, "one"));
  world.feishu.deliver(world.say.text({ ...alice, chat: "another" }, "two"));
  await expect.poll(() => heard.toSorted()).toEqual(["fails", "fails", "one", "two"]);
  resolve();
  expect(mostAtOnce).toBe(2);
});

test("an EventDispatcher waits for its handler, and what is delivered again meanwhile is handled again", async () => {
  const world = await botWorld();
  const gates = new Gates(world.feishu);
  const connection = await sdkConnection(world.feishu, { "im.message.receive_v1": () => gates.pass("long") });
  onTestFinished(() => connection.close());
  const delivery = world.feishu.deliver(world.say.text(alice, "long"));
  await world.until("a second time", () => gates.begun.length === 2);
  expect(delivery.attempts[0]?.outcome).toBe("timeout");
  gates.open("long");
  await world.until("the ack", () => delivery.state === "acked");
});
