import { describe, expect, test } from "vitest";
import { type Turn, UsageError } from "../../../src/index.ts";
import { calm } from "../../support/calm.ts";
import { anns, asking, listen } from "../../support/dispatch/asking.ts";
import { type Scene, stage } from "../../support/dispatch/stage.ts";

describe("a turn that asks its user", () => {
  test("gets the next message of that person at once, which gets no turn and ends with the asking one", async () => {
    const { say, asks, heard, dedup, started } = asking();
    const answer = say("answer", { text: "yes", lane: "webhook" });
    await calm();
    expect(heard.answer).toMatchObject({ ids: ["answer"], text: "yes", lane: "webhook", sender: "ann" });
    expect([answer.ending, dedup.stats().waiting]).toEqual([undefined, 1]);
    await asks.finish("done");
    expect(answer.ending).toEqual({ status: "joined", value: "done" });
    expect(started).toEqual(["asks"]);
    expect(dedup.stats()).toMatchObject({ running: 0, waiting: 0, sessions: 0, dispatched: 2 });
    expect(dedup.stats().outcomes).toMatchObject({ completed: 1, joined: 1 });
  });

  test("gets one message for each question, the oldest question first", async () => {
    const { say, asks, turn, heard, started } = asking();
    const second = listen(turn.nextMessage());
    say("one");
    say("two");
    const three = say("three");
    await calm();
    expect([heard.answer?.ids, second.answer?.ids, three.turns]).toEqual([["one"], ["two"], []]);
    await asks.finish();
    expect(started).toEqual(["asks", "three"]);
  });

  test.each<[string, Scene, string[], boolean]>([
    ["somebody else", { sender: "bob" }, ["asks"], true],
    ["the same person elsewhere", { sessionKey: "t" }, ["asks", "other"], true],
    ["a bypass command", { text: "/status" }, ["asks", "other"], true],
    ["a barrier, nor by what comes behind it", { text: "/new" }, ["asks"], false],
  ])("is not answered by %s", async (_, scene, expected, isAnswered) => {
    const { say, heard, started } = asking();
    say("other", scene);
    await calm();
    expect(heard).toEqual({});
    expect(started).toEqual(expected);
    say("answer");
    await calm();
    expect(heard.answer?.ids).toEqual(isAnswered ? ["answer"] : undefined);
  });

  test("is not answered by a message that does not say whose it is", async () => {
    const { dedup, heard } = asking();
    void dedup({ ids: ["nobody's"], sessionKey: "s" }, () => {});
    await calm();
    expect(heard).toEqual({});
  });

  test("is not answered by what waited before it asked; the answer passes that", async () => {
    const { say, started } = anns();
    const asks = say("asks");
    say("before");
    const heard = listen(asks.turns[0]?.nextMessage() ?? Promise.reject());
    await calm();
    expect(heard).toEqual({});
    say("answer");
    await calm();
    expect(heard.answer?.ids).toEqual(["answer"]);
    await asks.finish();
    expect(started).toEqual(["asks", "before"]);
  });

  test("is not answered by a message made inside of it: that is a part of its turn", async () => {
    const { say, started } = anns();
    const does = async ({ nextMessage }: Turn) => {
      const question = nextMessage();
      await say("part", { takes: 0 }).outcome;
      return (await question).ids.join();
    };
    const asks = say("asks", { does });
    await calm();
    expect([asks.ending, started]).toEqual([undefined, ["asks", "part"]]);
  });

  test("is not answered by one that has waited elsewhere, and comes here when its leader leaves", async () => {
    const { say } = anns();
    say("busy", { sessionKey: "t" });
    const controller = new AbortController();
    say("leads", { ids: ["work"], sessionKey: "t", signal: controller.signal });
    const older = say("older", { ids: ["work"] });
    const [turn] = say("asks").turns;
    const heard = listen(turn?.nextMessage() ?? Promise.reject());
    controller.abort();
    await calm();
    expect([heard, older.ending, older.turns]).toEqual([{}, undefined, []]);
  });

  test("gets the answer before the reorder window is over", async () => {
    const { say, heard } = asking({}, { reorderWindowMs: 100 });
    say("answer", { createdAt: 0 });
    await calm();
    expect(heard.answer?.ids).toEqual(["answer"]);
  });

  test("gets the answer where no more may wait", async () => {
    const { say, heard } = asking({}, { maxQueued: 0 });
    say("answer");
    await calm();
    expect(heard.answer?.ids).toEqual(["answer"]);
  });

  test("may be a bypass command, which holds no session", async () => {
    const { say, heard, started } = asking({ text: "/btw which?" });
    say("answer");
    await calm();
    expect([heard.answer?.ids, started]).toEqual([["answer"], ["asks"]]);
  });
});

test("a turn may ask somebody else, also where it does not know whose it is", async () => {
  const { send } = stage();
  const [turn] = send("asks").turns;
  const heard = listen(turn?.nextMessage({ sender: "boss" }) ?? Promise.reject());
  send("no answer", { sender: "ann" });
  send("answer", { sender: "boss" });
  await calm();
  expect(heard.answer?.ids).toEqual(["answer"]);
});

describe("what cannot be asked is refused", () => {
  test("in a turn whose dispatch says no sender", async () => {
    const [turn] = stage().send("asks").turns;
    await expect(turn?.nextMessage()).rejects.toThrow(UsageError);
    await expect(turn?.nextMessage()).rejects.toMatchObject({ code: "ERR_NO_SENDER" });
  });

  test.each([{ signal: "soon" }, { sender: "" }, { sender: 17 }])("with options like %j", async (options) => {
    const question = asking().turn.nextMessage(options as object);
    await expect(question).rejects.toMatchObject({ code: "ERR_INVALID_OPTION" });
  });
});
