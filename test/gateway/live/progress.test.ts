import { expect, test } from "vitest";
import { rateLimited, refusal } from "../../../src/stand-in/index.ts";
import { startWorld, type World } from "../../support/gateway/world.ts";

/** An agent that answers nothing before it may. */
function gated() {
  const gate = Promise.withResolvers<void>();
  const behave = ({ text }: { text?: string | undefined }) => gate.promise.then(() => `re: ${text}`);
  return { behave, open: gate.resolve };
}

const progress = { afterMs: 0 };
const alice = { user: "alice" };

/** What is to be seen on messages now. */
function seen({ feishu }: World): Record<string, string[]> {
  const there = feishu.reactions.filter(({ removedAt }) => removedAt === undefined);
  const byMessage = Map.groupBy(there, ({ messageId }) => messageId);
  return Object.fromEntries([...byMessage].map(([id, its]) => [id, its.map(({ emoji }) => emoji)]));
}

function idOf(event: { readonly event: { readonly message: { readonly message_id: string } } }): string {
  return event.event.message.message_id;
}

test("a message that waits has a reaction, one that runs another, and one that is answered none", async () => {
  const { behave, open } = gated();
  const world = await startWorld({ behave, config: { progress } });
  const [one, two] = [world.say.text(alice, "one"), world.say.text(alice, "two")];
  world.feishu.deliver(one);
  await world.until("the first runs", () => seen(world)[idOf(one)]?.join() === "Typing");
  world.feishu.deliver(two);
  await world.until("the second waits", () => seen(world)[idOf(two)]?.join() === "OneSecond");
  expect(seen(world)).toEqual({ [idOf(one)]: ["Typing"], [idOf(two)]: ["OneSecond"] });
  open();
  await world.replies(2);
  await world.until("nothing is seen any more", () => Object.keys(seen(world)).length === 0);
  const ofTwo = world.feishu.reactions.filter(({ messageId }) => messageId === idOf(two));
  expect(ofTwo.map(({ emoji }) => emoji)).toEqual(["OneSecond", "Typing"]);
});

test("what is answered at once, and what came again, gets none; nor does anything where it is not asked for", async () => {
  for (const config of [{ progress: { afterMs: 30_000 } }, {}]) {
    const world = await startWorld({ config });
    const one = world.say.text(alice, "one");
    world.feishu.deliver(one);
    await world.replies(1);
    const again = world.feishu.deliver(one);
    await world.until("the acknowledgement", () => again.state === "acked");
    expect(world.feishu.reactions).toEqual([]);
  }
});

test("after a restart the message is marked again, and what is put then is taken away", async () => {
  const { behave, open } = gated();
  const world = await startWorld({ behave, config: { progress, shutdown: { timeoutMs: 0 } } });
  const one = world.say.text(alice, "one");
  world.feishu.deliver(one);
  await world.until("it runs", () => seen(world)[idOf(one)]?.join() === "Typing");
  await world.gateway.close();
  expect(seen(world)).toEqual({});
  await world.restart();
  const puts = () => world.feishu.reactions.filter(({ emoji }) => emoji === "Typing").length;
  await world.until("it runs again", () => puts() === 2);
  open();
  await world.replies(1);
  await world.until("it is taken away", () => world.feishu.reactions[1]?.removedAt !== undefined);
});

test.each([
  ["refuses", refusal(99991672, "Access denied. One of the following scopes is required")],
  ["is too busy", rateLimited(1)],
])("the answer comes all the same when Feishu %s", async (_, answer) => {
  const world = await startWorld({ config: { progress } });
  world.feishu.script({ path: /\/reactions/, times: 100, answer });
  world.feishu.deliver(world.say.text(alice, "one"));
  expect(await world.replies(1)).toEqual(["re: one"]);
  await world.until("a warning", () =>
    world.log.some(({ msg }) => msg === "could not show the progress of a message"),
  );
});
