import { expect, test } from "vitest";
import { busy } from "../support/gateway/busy.ts";

test("of thousands of sessions a page is told, from any place, and whatever is looked for", () => {
  const { live } = busy(5000);
  const first = live();
  expect(first.totals).toMatchObject({ sessions: 5000, running: 5000, waiting: 5000 });
  expect(first.sessions.rows.map(({ key }) => key)).toEqual(
    Array.from({ length: 50 }, (_, n) => `session-${n}`),
  );
  expect(first.sessions.hasMore).toBe(true);
  const far = live({ offset: "4990" }).sessions;
  expect([far.rows.length, far.rows.at(-1)?.key, far.hasMore]).toEqual([10, "session-4999", false]);
  expect(live({ filter: "SESSION-424" }).sessions.rows.map(({ key }) => key)).toEqual([
    "session-424",
    ...Array.from({ length: 10 }, (_, n) => `session-424${n}`),
  ]);
  expect(live({ filter: "om_4242" }).sessions.rows[0]).toMatchObject({ key: "session-2120", waiting: 1 });
  expect(JSON.stringify(first).length).toBeLessThan(40_000);
});

test("each message that waits has its place and its reason, and a hung turn comes first", () => {
  const { journal, live, receive, later } = busy(3);
  receive(7, "session-1", "barrier");
  receive(8, "session-1");
  later(252_000);
  journal.about({ row: 3, turnId: "t-3", account: "default", sessionKey: "session-1" })({
    type: "hung",
    startedAt: 0,
  });
  const { detail, hung } = live({ session: "session-1" });
  expect(detail?.messages.map(({ messageId, place, why }) => [messageId, place, why?.code])).toEqual([
    ["om_3", undefined, undefined],
    ["om_4", 1, "turn"],
    ["om_7", 2, "turn"],
    ["om_8", 3, "barrier"],
  ]);
  expect(hung.map(({ key, why }) => [key, why])).toEqual([
    ["session-1", expect.objectContaining({ hung: true })],
  ]);
  expect(live({ session: "not there" }).detail).toMatchObject({ messages: [], waiting: 0 });
});

test("what was not run is told with the identity by which it was recognised, and found by it", () => {
  const { journal, live } = busy(1);
  const again = {
    transport: "websocket",
    eventId: "e9",
    eventType: "im.message.receive_v1",
    ids: [],
  } as const;
  const note = journal.about({ row: 1, turnId: "t-9", account: "default", sessionKey: "session-0" });
  note({
    type: "received",
    claim: "in-progress",
    by: "content:default:abc",
    kind: "ordinary",
    messageId: "om_9",
    ...again,
  });
  const row = {
    why: "in-progress",
    row: 1,
    by: "content:default:abc",
    messageId: "om_9",
    sessionKey: "session-0",
  };
  expect(live().notRun.rows).toMatchObject([row]);
  expect(live({ filter: "CONTENT:default" }).notRun.rows).toHaveLength(1);
  expect(live({ filter: "nothing" }).notRun.rows).toEqual([]);
});
