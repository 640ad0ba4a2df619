import { describe, expect, test } from "vitest";
import type { Turn } from "../../../src/index.ts";
import { calm } from "../../support/calm.ts";
import { anns, asking } from "../../support/dispatch/asking.ts";

describe("an answer is a part of the asking turn's work", () => {
  test("its redelivery joins, and is a duplicate afterwards", async () => {
    const { say, asks, started } = asking();
    say("answer", { ids: ["answer", "event"] });
    const again = say("again", { ids: ["event", "fresh"] });
    await asks.finish("done");
    expect(again.ending).toEqual({ status: "joined", value: "done" });
    expect(await say("late", { ids: ["fresh"] }).outcome).toEqual({ status: "duplicate" });
    expect(await say("late", { ids: ["answer"] }).outcome).toEqual({ status: "duplicate" });
    expect(started).toEqual(["asks"]);
  });

  test("its redelivery answers no further question", async () => {
    const { say, turn } = asking();
    say("answer");
    const further = turn.nextMessage();
    say("again", { ids: ["answer"] });
    const other = say("other");
    expect((await further).ids).toEqual(["other"]);
    expect(other.ending).toBeUndefined();
  });

  test("it fails with it, and can then be retried", async () => {
    const { say, asks, started } = asking();
    const answer = say("answer");
    const error = new Error("no tools");
    await asks.fail(error);
    expect([asks.ending, answer.ending]).toEqual([{ error }, { error }]);
    say("answer");
    expect(started).toEqual(["asks", "answer"]);
  });

  test("it runs inside the turn when it is dispatched again there", async () => {
    const { say, started } = anns();
    const does = async ({ nextMessage }: Turn) => {
      const { ids } = await nextMessage();
      const handed = say("handed on", { ids, does: () => "of the answer" });
      return JSON.stringify(await handed.outcome);
    };
    const asks = say("asks", { does });
    const answer = say("answer");
    await calm(2);
    expect(started).toEqual(["asks", "handed on"]);
    expect(asks.ending).toMatchObject({
      status: "completed",
      value: expect.stringContaining("of the answer"),
    });
    expect(answer.ending).toMatchObject({ status: "joined", value: expect.stringContaining("completed") });
  });

  test("its caller may give up waiting; the answer was given all the same", async () => {
    const { say, asks, heard, dedup } = asking();
    const controller = new AbortController();
    const answer = say("answer", { signal: controller.signal });
    controller.abort();
    expect(await answer.outcome).toEqual({ status: "cancelled", reason: "aborted" });
    await asks.finish();
    expect(heard.answer?.ids).toEqual(["answer"]);
    expect(dedup.stats()).toMatchObject({ running: 0, waiting: 0, sessions: 0 });
  });

  test("it may come from the turn of another session, which waits for this one", async () => {
    const { say, asks } = asking();
    const does = async () => (await say("answer").outcome).status;
    const other = say("other", { sessionKey: "other", does });
    await calm();
    expect(other.ending).toBeUndefined();
    await asks.finish();
    expect(other.ending).toMatchObject({ value: "joined" });
  });

  test("it is refused when the two turns would wait for each other", async () => {
    const { say } = anns();
    const go = Promise.withResolvers<void>();
    const does = async () => {
      await go.promise;
      return (await say("answer", { sessionKey: "a" }).outcome).status;
    };
    const other = say("other", { sessionKey: "b", does });
    const asks = async ({ nextMessage }: Turn) => {
      void nextMessage().catch(() => {});
      return (await say("waits", { sessionKey: "b", takes: 0 }).outcome).status;
    };
    // As a bypass command it holds no session: it is the answer itself that would wait.
    const asking = say("asks", { sessionKey: "a", text: "/btw", does: asks });
    go.resolve();
    await calm();
    expect(other.ending).toMatchObject({ error: { code: "ERR_DISPATCH_DEADLOCK" } });
    expect(asking.ending).toBeUndefined();
  });
});
