import { expect, test } from "vitest";
import { channelOptions, dedupChannel } from "../../src/bot/index.ts";
import { createMemoryInbox } from "../../src/inbox/memory.ts";
import { createDispatchDedup } from "../../src/index.ts";
import { botWorld, connectChannel, Gates, larkChannel } from "../support/bot/bot.ts";

const alice = { user: "alice" };

test("a LarkChannel's messages are answered once, in order of the session, each by itself", async () => {
  const world = await botWorld();
  const gates = new Gates(world.feishu);
  const channel = larkChannel(world);
  dedupChannel(
    channel,
    {
      message: async ({ chatId, content }, { dispatch }) => {
        await gates.pass(content);
        await channel.send(chatId, { text: `re: ${dispatch.text}` });
      },
    },
    { log: world.log },
  );
  await connectChannel(world, channel);
  const messages = ["/new", "long", "short"].map((text) => world.say.text(alice, text));
  for (const message of messages) world.feishu.deliver(message, { copies: 2 });
  world.feishu.deliver(world.say.text({ ...alice, chat: "another", thread: "t" }, "elsewhere"));
  await world.until("the first", () => gates.begun.length === 1);
  for (const name of ["elsewhere", "short", "long", "/new"]) gates.open(name);
  expect(await world.replies(4)).toEqual(["re: /new", "re: long", "re: short", "re: elsewhere"]);
  expect([gates.mostAtOnce, world.log.lines]).toEqual([1, []]);
});

test("its cards and reactions come once as well, and what is no event is handed on", async () => {
  const world = await botWorld();
  const got: string[] = [];
  const channel = larkChannel(world);
  const take = dedupChannel(channel, {
    cardAction: ({ action }, { event }) => got.push(`${action.tag} ${event?.header.event_type}`),
    reaction: ({ emojiType }, { attempt }) => got.push(`${emojiType} ${attempt}`),
    reject: () => got.push("rejected"),
  });
  await connectChannel(world, channel);
  world.feishu.deliver(world.say.cardAction(alice, "om_1", { a: 1 }), { copies: 2 });
  world.feishu.deliver(world.say.reaction(alice, "om_1", "OK"), { copies: 2 });
  const inGroup = { user: "alice", chat: "a group", chatType: "group" } as const;
  world.feishu.deliver(world.say.text(inGroup, "without a mention"));
  await expect.poll(() => got.toSorted()).toEqual(["OK 1", "button card.action.trigger", "rejected"]);
  take();
});

test("with an inbox, a failure is tried again, though the channel takes it for done", async () => {
  const world = await botWorld();
  const attempts: number[] = [];
  const channel = larkChannel(world);
  const retry = { firstDelayMs: 1, maxDelayMs: 2 };
  const message = (_: unknown, { attempt }: { attempt: number }) => {
    attempts.push(attempt);
    if (attempt < 3) throw new Error("not yet");
  };
  const inbox = createMemoryInbox();
  dedupChannel(channel, { message }, { inbox, retry, log: world.log });
  await connectChannel(world, channel);
  world.feishu.deliver(world.say.text(alice, "hello"));
  await expect.poll(() => inbox.stats()).toMatchObject({ pending: 0, done: 1 });
  expect(attempts).toEqual([1, 2, 3]);
});

test("what a channel cannot take is in the log: it would not be delivered again", async () => {
  const world = await botWorld();
  const dedup = createDispatchDedup();
  const channel = larkChannel(world);
  dedupChannel(channel, { message: () => {} }, { dedup, log: world.log });
  await connectChannel(world, channel);
  await dedup.close();
  world.feishu.deliver(world.say.text(alice, "top secret"));
  await expect
    .poll(() => world.log.lines)
    .toMatchObject([{ level: "error", fields: { err: { code: "ERR_CLOSED" } } }]);
  expect(world.log.text()).not.toContain("top secret");
});

test.each<[string, object, string]>([
  ["lays messages together", { includeRawEvent: true }, "one that lays messages together"],
  ["does not say how events came", { safety: channelOptions.safety }, "one without includeRawEvent"],
])("a channel that %s is refused", async (_, options, came) => {
  const channel = larkChannel(await botWorld(), options);
  expect(() => dedupChannel(channel, {})).toThrow(
    `channel: expected one that is made with { ...channelOptions }, got ${came}`,
  );
});
