import { expect, test } from "vitest";
import { SESSION, settle, twoGateways } from "../../support/gateway/sharing.ts";

test.each([0, 50])(
  "a session that comes back runs again once its old turn has ended (reorderWindowMs %d)",
  async (reorderWindowMs) => {
    const { a, tell, asked, answer, store, inboxes, rows, seen } = await twoGateways({
      ignoresAbort: true,
      reorderWindowMs,
    });
    await tell(a, "long");
    await tell(a, "next");
    await store.move(SESSION, inboxes.b);
    await settle();
    await store.move(SESSION, inboxes.a);
    await settle();
    expect(asked()).toEqual(["A: long", "B: long"]);
    await answer(0);
    expect(asked()).toEqual(["A: long", "B: long", "A: long"]);
    await answer(2);
    await answer(3);
    expect(asked()).toEqual(["A: long", "B: long", "A: long", "A: next"]);
    expect(seen.said).toEqual(["A: re: long", "A: re: next"]);
    expect(await rows()).toEqual(["done completed", "done completed"]);
  },
);

test.each([0, 50])(
  "a process that was not sure of a session for a moment runs what it has of it again (reorderWindowMs %d)",
  async (reorderWindowMs) => {
    const { a, tell, asked, answer, inboxes, rows, seen } = await twoGateways({ reorderWindowMs });
    await tell(a, "long");
    await tell(a, "next");
    inboxes.a.lose(SESSION);
    await inboxes.a.regain(SESSION);
    await settle();
    expect(asked()).toEqual(["A: long", "A: long"]);
    await answer();
    await answer();
    expect(seen.said).toEqual(["A: re: long", "A: re: next"]);
    expect(await rows()).toEqual(["done completed", "done completed"]);
  },
);

test("a session that is lost while replies are on their way is answered again when it comes back", async () => {
  const { promise: sent, resolve: send } = Promise.withResolvers<void>();
  const { a, tell, asked, answer, inboxes, rows, seen } = await twoGateways({ sent });
  await tell(a, "hello");
  await answer();
  inboxes.a.lose(SESSION);
  await inboxes.a.regain(SESSION);
  await settle();
  expect(asked()).toEqual(["A: hello", "A: hello"]);
  send();
  await answer();
  expect(seen.said).toEqual(["A: re: hello"]);
  expect(await rows()).toEqual(["done completed"]);
});

test("what waits for its account is forgotten with its session, and comes again", async () => {
  let isOpen = false;
  const { a, b, tell, asked, store, inboxes, seen } = await twoGateways({ isOpen: () => isOpen });
  await tell(a, "one");
  await tell(b, "two");
  await store.move(SESSION, inboxes.b);
  await inboxes.b.start(1);
  await store.move(SESSION, inboxes.a);
  await settle();
  isOpen = true;
  a.reception.open();
  await settle();
  expect(asked()).toEqual(["A: one"]);
  const found = { at: "A", msg: "found an event in the inbox", row: 1, attempts: 1 };
  expect(seen.log).toContainEqual(expect.objectContaining(found));
});

test("what waits is not begun while an old turn of its session still runs here", async () => {
  const { a, tell, asked, answer, store, inboxes } = await twoGateways({ ignoresAbort: true });
  await tell(a, "long");
  await tell(a, "next");
  await store.move(SESSION, inboxes.b);
  await settle();
  inboxes.b.isDeaf = true;
  await answer(1);
  await store.move(SESSION, inboxes.a);
  await settle();
  expect(asked()).toEqual(["A: long", "B: long", "B: next"]);
  expect(await store.table.get(2)).toMatchObject({ attempts: 1 });
  await answer(0);
  expect(asked().at(-1)).toBe("A: next");
});

test("a command that passes the line, and is lost and comes back, runs again once its old turn has ended", async () => {
  const { a, tell, asked, answer, inboxes, rows } = await twoGateways({ ignoresAbort: true });
  await tell(a, "/btw");
  inboxes.a.lose(SESSION);
  await inboxes.a.regain(SESSION);
  await settle();
  expect(asked()).toEqual(["A: /btw"]);
  await answer(0);
  await answer(1);
  expect([asked(), await rows()]).toEqual([["A: /btw", "A: /btw"], ["done completed"]]);
});

test("a turn that a user has stopped, and that ends when its session has changed hands twice, ends nothing", async () => {
  const { a, tell, asked, answer, store, inboxes, rows } = await twoGateways({ ignoresAbort: true });
  await tell(a, "long");
  await tell(a, "/stop");
  await store.move(SESSION, inboxes.b);
  await settle();
  await store.move(SESSION, inboxes.a);
  await settle();
  await answer(0);
  expect(asked()).toEqual(["A: long", "B: long", "A: long"]);
  expect(await rows()).toEqual(["pending", "done completed"]);
});

test.each([0, 50])(
  "what was refused to a process that did not know of its loss, it runs when the session comes back (reorderWindowMs %d)",
  async (reorderWindowMs) => {
    const { a, tell, asked, answer, store, inboxes } = await twoGateways({ reorderWindowMs });
    await tell(a, "long");
    await tell(a, "next");
    inboxes.a.isDeaf = true;
    await store.move(SESSION, inboxes.b);
    await answer(0);
    expect(inboxes.a.writes.at(-1)).toBe("start 2 by 1");
    inboxes.a.isDeaf = false;
    await settle();
    await store.move(SESSION, inboxes.a);
    await settle();
    await answer();
    expect(asked().at(-1)).toBe("A: next");
  },
);
