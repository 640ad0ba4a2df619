import { expect, test, vi } from "vitest";
import { jobOf } from "../../support/gateway/jobs.ts";
import { peerOn } from "../../support/gateway/peer.ts";
import { alice, SESSION, settle, twoGateways } from "../../support/gateway/sharing.ts";

test("a recall that its gateway has not heard is heard by the one that takes the session over", async () => {
  const { a, b, tell, asked, store, inboxes, rows } = await twoGateways();
  await tell(a, "long");
  const mistake = await tell(a, "mistake");
  inboxes.a.isDeaf = true;
  await b.take(alice.recalls(mistake));
  await store.move(SESSION, inboxes.b);
  await settle();
  expect(asked()).toEqual(["A: long", "B: long"]);
  expect(await rows()).toEqual(["pending", "done recalled", "done recalled"]);
});

test("a session that is lost in mid-turn goes on elsewhere; here nothing is written, and nobody is told", async () => {
  const { a, tell, asked, answer, store, inboxes, rows, seen } = await twoGateways();
  await tell(a, "long");
  await tell(a, "next");
  await store.move(SESSION, inboxes.b);
  await settle();
  expect(seen.asked[0]?.signal.reason).toMatchObject({ code: "ERR_SESSION_LOST" });
  expect([asked(), seen.said, a.turns.openJobs.size]).toEqual([["A: long", "B: long"], [], 0]);
  await answer();
  await answer();
  expect(seen.said).toEqual(["B: re: long", "B: re: next"]);
  expect(seen.asked.map(({ attempt, epoch }) => [attempt, epoch])).toEqual([
    [1, 1],
    [2, 2],
    [1, 2],
  ]);
  expect(await rows()).toEqual(["done completed", "done completed"]);
});

test("a process that does not know yet that it lost the session sends nothing, and writes nothing", async () => {
  const { a, tell, answer, store, inboxes, rows, seen } = await twoGateways();
  await tell(a, "long");
  inboxes.a.isDeaf = true;
  await store.move(SESSION, inboxes.b);
  await settle();
  await answer(0);
  expect(await rows()).toEqual(["pending"]);
  inboxes.a.isDeaf = false;
  inboxes.a.read();
  await answer(1);
  expect(seen.said.at(-1)).toBe("B: re: long");
  expect(await rows()).toEqual(["done completed"]);
});

test("a gateway that leaves hands over at once what does not run, and the rest when that has ended", async () => {
  const { a, b, tell, asked, answer, inboxes, rows, seen } = await twoGateways();
  await tell(a, "long");
  await tell(b, "next");
  a.turns.stopBeginning();
  await inboxes.a.sharing.leave();
  await tell(a, "after");
  expect(asked()).toEqual(["A: long"]);
  await answer();
  await answer();
  await answer();
  expect(seen.said).toEqual(["A: re: long", "B: re: next", "B: re: after"]);
  expect(await rows()).toEqual(["done completed", "done completed", "done completed"]);
});

test("what arrives elsewhere while a gateway starts has its place behind what an earlier run has left", async () => {
  const { store, tell, a, b, seen, answer, asked, inboxes } = await twoGateways();
  await tell(a, "one");
  expect(await b.reception.resume()).toBe(0);
  const inbox = store.open();
  const { reception } = peerOn(inbox, "C", seen);
  inboxes.a.isDeaf = true;
  await b.take(alice.says("/cut"));
  await b.take(alice.says("two"));
  await store.move(SESSION, inbox);
  await settle();
  expect(asked()).toEqual(["A: one"]);
  await b.take(alice.says("three"));
  expect(await reception.resume()).toBe(4);
  await settle();
  for (const _ of [1, 2, 3, 4]) await answer();
  expect(asked()).toEqual(["A: one", "C: one", "C: /cut", "C: two", "C: three"]);
  const found = seen.log.filter(({ at, msg }) => at === "C" && msg === "found an event in the inbox");
  expect(found.map(({ row }) => row)).toEqual([1, 2, 3, 4]);
});

test("an answer that a turn had elsewhere, it gets again here", async () => {
  const { a, tell, asked, store, inboxes, seen } = await twoGateways();
  await tell(a, "ask");
  await tell(a, "this one");
  await store.move(SESSION, inboxes.b);
  await settle();
  seen.asked[1]?.say("");
  await settle();
  expect([asked(), seen.said]).toEqual([["A: ask", "B: ask"], ["B: got this one"]]);
});

test("an event that came back before its acceptance was heard of is one", async () => {
  const { a, b, tell, asked, answer, inboxes, rows } = await twoGateways();
  await tell(a, "long");
  const claim = inboxes.a.claim.bind(inboxes.a);
  inboxes.a.claim = async (entry) => {
    const claimed = await claim(entry);
    await b.take(alice.says("next"));
    inboxes.a.read();
    inboxes.a.lose(SESSION);
    await inboxes.a.regain(SESSION);
    inboxes.a.read();
    return claimed;
  };
  await tell(a, "/cut");
  await answer();
  await answer();
  expect(asked()).toEqual(["A: long", "A: /cut", "A: next"]);
  expect(await rows()).toEqual(["done cancelled", "done completed", "done completed"]);
});

test("what is to be dropped of a session that was lost is left, and nobody is told", async () => {
  const { a, tell, inboxes, seen } = await twoGateways();
  await tell(a, "long");
  await a.turns.drop({ ...jobOf("waits", 2), epoch: 99 });
  expect([inboxes.a.writes, seen.said]).toEqual([["start 1 by 1"], []]);
});

test("a turn does not begin whose hold was in doubt just as its job was made", async () => {
  const { a, tell, asked, inboxes, rows } = await twoGateways();
  const { sharing } = inboxes.a;
  const epochOf = vi.spyOn(sharing, "epochOf");
  epochOf.mockReturnValueOnce(1).mockReturnValueOnce(undefined);
  await tell(a, "hello");
  expect(epochOf.mock.calls.length).toBeGreaterThan(1);
  expect(asked()).toEqual([]);
  expect(await rows()).toEqual(["pending"]);
});
