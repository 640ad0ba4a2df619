import { describe, expect, test } from "vitest";
import { toldView } from "../../support/gateway/told.ts";

describe("a session", () => {
  test("shows what runs, and what waits in order", () => {
    const { view, clock, tell, receive } = toldView();
    receive(1);
    clock.now += 10;
    tell(1, "started", { attempt: 1, epoch: 7 });
    for (const row of [2, 3]) {
      clock.now += 10;
      receive(row);
    }
    const [session] = view.sessions();
    expect(session).toMatchObject({ key: "s", since: 1000, waiting: 2, oldestWaitingSince: 1020 });
    expect(session?.running.map(({ row, since, attempt }) => [row, since, attempt])).toEqual([[1, 1010, 1]]);
    expect(view.waiting("s").map(({ message, place }) => [message.row, place])).toEqual([
      [2, 1],
      [3, 2],
    ]);
    expect(view.waiting("s", { skip: 1, limit: 1 }).map(({ place }) => place)).toEqual([2]);
    expect(view.totals).toMatchObject({ running: 1, waiting: 2, sessions: 1, oldestWaitingSince: 1020 });
  });

  test("shows a turn that hangs before the agent was asked", () => {
    const { view, clock, tell, receive } = toldView();
    receive(1);
    receive(2);
    clock.now += 500;
    tell(1, "hung", { startedAt: 1200 });
    expect(view.session("s")?.running).toMatchObject([
      { row: 1, since: 1200, startedAt: 1200, hungAt: 1500 },
    ]);
    expect(view.session("s")).toMatchObject({ waiting: 1, why: { code: "turn", row: 1, hung: true } });
    expect(view.totals.waits).toMatchObject({ count: 1 });
    tell(1, "started", { attempt: 1 });
    expect(view.session("s")?.running).toMatchObject([{ row: 1, startedAt: 1200 }]);
    expect(view.totals.waits).toMatchObject({ count: 1 });
  });

  test("is gone when nothing runs or waits in it any more", () => {
    const { view, tell, receive } = toldView();
    receive(1);
    tell(1, "started", { attempt: 1 });
    tell(1, "ended", { outcome: "completed" });
    expect([view.sessions(), view.session("s")]).toEqual([[], undefined]);
    expect(view.totals).toMatchObject({ running: 0, waiting: 0, sessions: 0, outcomes: { completed: 1 } });
  });

  test("goes on while the answer before is still being sent", () => {
    const { view, tell, receive } = toldView();
    for (const row of [1, 2, 3]) receive(row);
    tell(1, "started", { attempt: 1 });
    tell(2, "started", { attempt: 1 });
    expect(view.session("s")?.running.map(({ row }) => row)).toEqual([1, 2]);
    expect(view.session("s")?.why).toMatchObject({ code: "turn", row: 2 });
  });

  test("that is lost has nothing here any more, and what comes back has another way", () => {
    const { view, journal, tell, receive } = toldView();
    receive(1);
    receive(2);
    tell(1, "started", { attempt: 1, epoch: 1 });
    journal.note({ type: "lost", sessionKey: "s", count: 2 });
    expect(view.totals).toMatchObject({ running: 0, waiting: 0, outcomes: { left: 2 } });
    const back = { why: "taken-over", transport: "webhook", receivedAt: 900, kind: "ordinary" } as const;
    tell(1, "resumed", { ...back, attempts: 1, epoch: 2, messageId: "om_1" });
    expect(view.message(1)?.messageId).toBe("om_1");
    tell(1, "left", { epoch: 1 });
    expect(view.session("s")?.waiting).toBe(1);
    tell(1, "left", { epoch: 2 });
    expect(view.session("s")).toBeUndefined();
    expect(view.totals.outcomes).toEqual({ left: 3 });
  });
});

describe("what was not run", () => {
  test("is shown with the identity by which its work was recognised, the newest first", () => {
    const { view, tell, receive } = toldView();
    receive(1);
    receive(1, { claim: "duplicate", by: "content:default:x", messageId: "om_again", turnId: "t-again" });
    receive(2);
    tell(2, "ended", { outcome: "expired" });
    expect(view.notRun()).toMatchObject([
      { row: 2, why: "expired", messageId: "om_2", by: undefined },
      { row: 1, why: "duplicate", messageId: "om_again", by: "content:default:x", turnId: "t-again" },
    ]);
    expect(view.totals).toMatchObject({
      received: { accepted: 2, duplicate: 1 },
      recognised: { content: 1 },
    });
  });

  test("is none of what had its turn, or is left for later", () => {
    const { view, tell, receive } = toldView();
    for (const row of [1, 2, 3]) receive(row);
    tell(1, "started", { attempt: 1 });
    tell(1, "ended", { outcome: "stopped" });
    tell(2, "left");
    tell(3, "elsewhere");
    expect(view.notRun()).toEqual([]);
  });
});
