import { expect, test } from "vitest";
import { alice, SESSION, settle, twoGateways } from "../../support/gateway/sharing.ts";

test("/new at one gateway, and the next message at another: one runs them, in order", async () => {
  const { a, b, tell, asked, answer, seen, rows } = await twoGateways();
  await tell(b, "/new");
  await tell(a, "next");
  expect(asked()).toEqual(["B: /new"]);
  await answer();
  expect(asked()).toEqual(["B: /new", "B: next"]);
  await answer();
  expect(seen.said).toEqual(["B: re: /new", "B: re: next"]);
  expect(seen.log.filter(({ msg }) => msg === "another gateway runs it")).toHaveLength(1);
  expect(await rows()).toEqual(["done completed", "done completed"]);
});

test("a command at one gateway interrupts what runs and waits at another", async () => {
  const { a, b, tell, asked, answer, rows } = await twoGateways();
  await tell(a, "long");
  await tell(a, "waits");
  await tell(b, "/cut");
  expect(asked()).toEqual(["A: long", "A: /cut"]);
  await answer();
  expect(await rows()).toEqual(["done stopped", "done cancelled", "done completed"]);
});

test("/stop at one gateway aborts the turn at another", async () => {
  const { a, b, tell, seen, rows } = await twoGateways();
  await tell(a, "long");
  await tell(b, "/stop");
  expect(seen.asked[0]?.signal.reason).toMatchObject({ code: "ERR_TURN_STOPPED" });
  expect(seen.said).toEqual([expect.stringMatching(/^A: Stopped/)]);
  expect(await rows()).toEqual(["done stopped", "done completed"]);
});

test("/status at one gateway tells what runs and waits at another", async () => {
  const { a, b, tell, seen } = await twoGateways();
  await tell(a, "long");
  await tell(b, "waits");
  await tell(b, "/status");
  expect(seen.said).toEqual([expect.stringMatching(/^A: .*Waiting: 1\.$/)]);
});

test("what another gateway has accepted before stands before what is accepted here", async () => {
  const { a, b, tell, asked, answer } = await twoGateways();
  await tell(a, "one");
  await b.take(alice.says("two"));
  await a.take(alice.says("three"));
  await settle();
  await answer();
  await answer();
  expect(asked()).toEqual(["A: one", "A: two", "A: three"]);
});

test("a message that is recalled at one gateway while it waits at another gets no turn", async () => {
  const { a, b, tell, asked, answer, rows } = await twoGateways();
  await tell(a, "long");
  const mistake = await tell(a, "mistake");
  await b.take(alice.recalls(mistake));
  await settle();
  await answer();
  expect(asked()).toEqual(["A: long"]);
  expect(await rows()).toEqual(["done completed", "done recalled", "done recalled"]);
});

test("a message that is recalled at one gateway has its turn at another aborted", async () => {
  const { a, b, tell, seen, rows } = await twoGateways();
  const long = await tell(a, "long");
  await b.take(alice.recalls(long));
  await settle();
  expect(seen.asked[0]?.signal.reason).toMatchObject({ code: "ERR_TURN_RECALLED" });
  expect([seen.said, await rows()]).toEqual([[], ["done recalled", "done recalled"]]);
});

test("what a turn asks is answered by the user's next message, whichever gateway that comes to", async () => {
  const { a, b, tell, asked, seen, rows } = await twoGateways();
  await tell(a, "ask");
  await tell(b, "this one");
  seen.asked[0]?.say("");
  await settle();
  expect([asked(), seen.said]).toEqual([["A: ask"], ["A: got this one"]]);
  expect(await rows()).toEqual(["done completed", "done answered"]);
});

test("the age of a message is judged by when another gateway has accepted it", async () => {
  const minute = 60_000;
  let time = 100 * minute;
  const now = () => time;
  const { a, b, tell, asked, answer, inboxes, rows } = await twoGateways({
    maxAgeMs: minute,
    now,
    feishuNow: now,
  });
  await tell(a, "long");
  inboxes.a.isDeaf = true;
  await b.take(alice.says("in time", time - minute));
  await b.take(alice.says("too late", time - 2 * minute));
  time += 10 * minute;
  inboxes.a.isDeaf = false;
  inboxes.a.read();
  await answer();
  await answer();
  expect(asked()).toEqual(["A: long", "A: in time"]);
  expect(await rows()).toEqual(["done completed", "done completed", "done expired"]);
});

test("what was too old is answered when an operator puts it back, whichever gateway finds it", async () => {
  const { a, tell, asked, answer, inboxes, store, rows } = await twoGateways({ maxAgeMs: 60_000 });
  await tell(a, "now");
  await answer();
  await a.take(alice.says("too late", Date.now() - 120_000));
  await settle();
  expect(await rows()).toContain("done expired");
  const [expired] = await store.table.list({ unanswered: true });
  await store.table.retry(expired?.id ?? 0);
  await store.move(SESSION, inboxes.b);
  await settle();
  expect(asked()).toEqual(["A: now", "B: too late"]);
});

test("what is written of a turn says by which hold of its session", async () => {
  const { a, b, tell, seen, inboxes } = await twoGateways();
  await tell(a, "one");
  await tell(b, "waits");
  await tell(b, "/cut");
  seen.asked[1]?.say("fail");
  await tell(b, "two");
  seen.asked[2]?.say("fail now");
  await settle();
  expect(inboxes.a.writes.slice(0, 7)).toEqual([
    ...["start 1 by 1", "start 3 by 1", "complete 2 by 1", "complete 1 by 1", "fail 3 by 1"],
    ...["start 4 by 1", "fail 4 by 1"],
  ]);
});
