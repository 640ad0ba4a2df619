import { describe, expect, test } from "vitest";
import { toldView } from "../../support/gateway/told.ts";

describe("why a message waits", () => {
  const setUp = () => {
    const told = toldView();
    told.receive(1, { command: "/new", kind: "barrier" });
    told.receive(2);
    const why = (row = 2) => told.view.waiting("s").find(({ message }) => message.row === row)?.why;
    return { ...told, why };
  };

  test("behind a turn, which may hang", () => {
    const { tell, why } = setUp();
    tell(1, "started", { attempt: 2, epoch: 7 });
    const turn = { code: "turn", row: 1, command: "/new", since: 1000, attempt: 2, epoch: 7 };
    expect(why()).toEqual({ ...turn, hung: false });
    tell(1, "hung", { startedAt: 1000 });
    expect(why()).toEqual({ ...turn, hung: true });
  });

  test("behind one that is tried again", () => {
    const { tell, why } = setUp();
    tell(1, "started", { attempt: 1 });
    tell(1, "retry", { attempt: 1, retryAt: 5000, error: "ERR_AGENT_STATUS: 500" });
    expect(why()).toEqual({ code: "retry", row: 1, until: 5000, error: "ERR_AGENT_STATUS: 500" });
    tell(1, "started", { attempt: 2 });
    expect(why()).toMatchObject({ code: "turn", attempt: 2 });
  });

  test("behind a barrier that waits itself", () => {
    const { why } = setUp();
    expect(why()).toEqual({ code: "barrier", row: 1, command: "/new", since: 1000 });
    expect(why(1)).toEqual({ code: "starts" });
  });

  test.each([
    [{ why: "account" }, { code: "account", account: "default" }],
    [
      { why: "retry", until: 9000 },
      { code: "later", until: 9000 },
    ],
    [{ why: "order" }, { code: "order" }],
  ] as const)("for itself: %j", (told, expected) => {
    const { tell, why } = setUp();
    tell(1, "waiting", told);
    expect(why(1)).toEqual(expected);
  });
});
