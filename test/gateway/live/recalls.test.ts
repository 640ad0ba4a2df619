import { describe, expect, test } from "vitest";
import { messageIdentity } from "../../../src/feishu/index.ts";
import { openSqliteInbox, openSqliteInboxAdmin } from "../../../src/inbox/sqlite.ts";
import { startWorld, type WorldOptions } from "../../support/gateway/world.ts";

const alice = { user: "alice" };

/** A gateway whose agent answers "long" when it is told to; `config` is laid over one that tells of failures. */
async function busyWorld(options: WorldOptions = {}) {
  const { promise, resolve: finish } = Promise.withResolvers<void>();
  const config = { errors: { message: "failed" }, ...options.config };
  const behave: WorldOptions["behave"] = async ({ text }) => {
    if (text === "long") await promise;
    return `re: ${text}`;
  };
  const world = await startWorld({ behave, ...options, config });
  const { feishu, say, agent, until } = world;
  const acked = async (event: object) => {
    const delivery = feishu.deliver(event as never);
    await until("the acknowledgement", () => delivery.state === "acked");
  };
  const recall = (event: ReturnType<typeof say.text>) =>
    acked(say.recall(alice, event.event.message.message_id));
  const long = say.text(alice, "long");
  await acked(long);
  await until("the turn", () => agent.turns.length === 1);
  const seen = () => agent.turns.map(({ text }) => text);
  return { ...world, acked, recall, long, finish, seen };
}

describe.each([0, 50])("a message that waits (reorderWindowMs %d) and is recalled", (reorderWindowMs) => {
  const feishuConfig = { middleware: [["feishu-dispatch-dedup", { reorderWindowMs }]] };

  test("gets no turn and no word, and those behind it get theirs", async () => {
    const { say, acked, recall, finish, seen, replies } = await busyWorld({ feishu: feishuConfig });
    const [mistake, next] = [say.text(alice, "mistake"), say.text(alice, "next")];
    await acked(mistake);
    await acked(next);
    await recall(mistake);
    await acked(say.text(alice, "/status"));
    expect(await replies(1)).toEqual([expect.stringMatching(/Waiting: 1\.$/)]);
    finish();
    expect((await replies(3)).slice(1)).toEqual(["re: long", "re: next"]);
    expect(seen()).toEqual(["long", "next"]);
  });
});

test("a recall that comes before its message is remembered, also over a restart", async () => {
  const { say, acked, recall, finish, seen, replies, gateway, restart } = await busyWorld();
  const [mistake, other, next] = ["mistake", "other", "next"].map((text) => say.text(alice, text));
  if (!mistake || !other || !next) throw new Error("three");
  await recall(mistake);
  await acked(mistake);
  finish();
  await recall(other);
  await replies(1);
  await gateway.close();
  await restart();
  await acked(other);
  await acked(next);
  expect(await replies(2)).toEqual(["re: long", "re: next"]);
  expect(seen()).toEqual(["long", "next"]);
});

test("a recall whose noting was cut off by a crash is noted at the next start", async () => {
  const { say, acked, finish, replies, gateway, folder, restart } = await busyWorld();
  finish();
  await replies(1);
  await gateway.close();
  const mistake = say.text(alice, "mistake");
  const id = mistake.event.message.message_id;
  const inbox = await openSqliteInbox({ file: `${folder}/inbox.sqlite` });
  const identity = messageIdentity(id);
  const row = { ids: [identity], sessionKey: identity, account: "default", transport: "websocket" } as const;
  await inbox.claim({ ...row, event: say.recall(alice, id) });
  await inbox.close();
  await restart();
  await acked(mistake);
  await acked(say.text(alice, "next"));
  expect(await replies(2)).toEqual(["re: long", "re: next"]);
});

test("the inbox knows how it ended", async () => {
  const { say, acked, recall, finish, replies, gateway, folder } = await busyWorld();
  const mistake = say.text(alice, "mistake");
  await acked(mistake);
  await recall(mistake);
  finish();
  await replies(1);
  await gateway.close();
  const inbox = await openSqliteInboxAdmin({ file: `${folder}/inbox.sqlite` });
  const rows = await inbox.list();
  await inbox.close();
  expect(rows.map(({ status, outcome }) => `${status} ${outcome}`)).toEqual([
    "done completed",
    "done recalled",
  ]);
});

describe("a message whose turn runs, and that is recalled", () => {
  test("has its turn aborted, and nobody is told of a failure", async () => {
    const { long, say, acked, recall, agent, until, replies, log } = await busyWorld();
    await recall(long);
    await until("the abort", () => agent.turns[0]?.aborted === true);
    await acked(say.text(alice, "next"));
    expect(await replies(1)).toEqual(["re: next"]);
    expect(log.filter(({ outcome }) => outcome === "recalled")).toHaveLength(1);
  });

  test("may have its turn finished, by option", async () => {
    const { long, recall, finish, replies } = await busyWorld({ feishu: { recalls: "finish" } });
    await recall(long);
    finish();
    expect(await replies(1)).toEqual(["re: long"]);
  });

  test("has been answered: nothing changes", async () => {
    const { long, recall, finish, replies, say, acked } = await busyWorld();
    finish();
    await replies(1);
    await recall(long);
    await acked(long);
    await acked(say.text(alice, "next"));
    expect(await replies(2)).toEqual(["re: long", "re: next"]);
  });
});

test("recalls can be ignored", async () => {
  const { long, say, acked, recall, finish, replies } = await busyWorld({ feishu: { recalls: "ignore" } });
  const next = say.text(alice, "next");
  await acked(next);
  await recall(next);
  await recall(long);
  finish();
  expect(await replies(2)).toEqual(["re: long", "re: next"]);
});

describe("the answer to a message that was recalled unheard", () => {
  const failing: WorldOptions["behave"] = (_turn, { response }) => {
    response.statusCode = 400;
  };
  const options = { feishu: { recalls: "ignore" }, config: { errors: { message: "failed" } } };
  const rows: Array<[string, WorldOptions, { thread?: string }, string[], string]> = [
    ["goes to the chat", {}, {}, ["re: hello"], "done completed"],
    ["is dropped out of a thread that it began", {}, { thread: "t" }, [], "done completed"],
    ["is dropped by option", { config: { replies: { recalled: "drop" } } }, {}, [], "done completed"],
    ["may be that it failed", { behave: failing }, {}, ["failed"], "dead undefined"],
    ["may not even be that", { behave: failing }, { thread: "t" }, [], "dead undefined"],
  ];

  test.each(rows)("%s", async (_, { behave, config }, where, said, ending) => {
    const world = await startWorld({
      ...options,
      ...(behave && { behave }),
      config: { ...options.config, ...config },
    });
    const { feishu, say, until, log, gateway, folder } = world;
    const event = say.text({ user: "alice", ...where }, "hello");
    const { message } = event.event;
    if (where.thread) Object.assign(message, { root_id: message.message_id });
    feishu.recall(message.message_id);
    feishu.deliver(event);
    const isOver = /the turn has ended|it is a dead letter/;
    await until("the end", () => log.some(({ msg }) => isOver.test(String(msg))));
    expect(feishu.messages.map(({ replyTo, content }) => [replyTo, JSON.parse(content).text])).toEqual(
      said.map((text) => [undefined, text]),
    );
    await gateway.close();
    const inbox = await openSqliteInboxAdmin({ file: `${folder}/inbox.sqlite` });
    const rows = await inbox.list();
    await inbox.close();
    expect(rows.map(({ status, outcome }) => `${status} ${outcome}`)).toEqual([ending]);
    expect(log.filter(({ msg }) => /could not/.test(String(msg)))).toEqual([]);
  });
});

test("where nothing can be said, nobody is told that nothing can be said", async () => {
  const { feishu, say, until, log } = await startWorld({ config: { errors: { message: "failed" } } });
  feishu.script({ path: /\/reply$/, times: 9, answer: { status: 400, body: { code: 230002, msg: "" } } });
  feishu.deliver(say.text(alice, "hello"));
  await until("the end", () => log.some(({ msg }) => /it is a dead letter/.test(String(msg))));
  expect(log.filter(({ feishuCode }) => feishuCode === 230002)).toHaveLength(1);
});
