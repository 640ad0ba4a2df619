import { getEventListeners } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { type Turn, TurnStopped } from "../../../src/index.ts";
import { calm } from "../../support/calm.ts";
import { anns, asking, listen } from "../../support/dispatch/asking.ts";

const stopped = (code: string) => ({ code, constructor: TurnStopped });
const options = { turnTimeoutMs: 60_000, commands: { "/now": "interrupt" } } as const;
type Asking = ReturnType<typeof asking>;

describe("a question is closed, with an error that says so", () => {
  test.each<[string, string, (it: Asking) => unknown]>([
    ["by the turn's end", "ERR_TURN_ENDED", ({ asks }) => asks.finish()],
    ["by the turn's failure", "ERR_TURN_ENDED", ({ asks }) => asks.fail(new Error("no"))],
    ["by /stop", "ERR_TURN_STOPPED", ({ say }) => say("stop", { text: "/stop", sender: "bob" })],
    ["by a stop word", "ERR_TURN_STOPPED", ({ say }) => say("stop", { text: "停止" })],
    ["by cancel()", "ERR_TURN_INTERRUPTED", ({ dedup }) => dedup.cancel("s")],
    ["by an interrupting command", "ERR_TURN_INTERRUPTED", ({ say }) => say("now", { text: "/now" })],
    ["by turnTimeoutMs", "ERR_TURN_TIMEOUT", ({ pass }) => pass(60_000)],
    ["by close()", "ERR_CLOSED", ({ dedup }) => dedup.close({ timeoutMs: 1000 })],
  ])("%s", async (_, code, close) => {
    const it = asking({}, options);
    void close(it);
    await calm();
    expect(it.heard.error).toMatchObject(stopped(code));
    expect(getEventListeners(it.turn.signal, "abort")).toEqual([]);
    const next = it.say("next", { sessionKey: "s" });
    await calm();
    expect(it.heard.answer).toBeUndefined();
    await it.asks.finish();
    expect(next.ending).not.toMatchObject({ status: "joined" });
  });

  test("by cancel(), also that of a bypass command, which holds no session", async () => {
    const { dedup, heard } = asking({ text: "/btw" });
    dedup.cancel("s");
    await calm();
    expect(heard.error).toMatchObject(stopped("ERR_TURN_INTERRUPTED"));
  });

  test("by a stop word that comes late, with a second dispatch of what waits", async () => {
    const { say, heard } = asking();
    say("other", { ids: ["stop"], sender: "bob" });
    say("stop", { text: "stop", sender: "bob" });
    await calm();
    expect(heard.error).toMatchObject(stopped("ERR_TURN_STOPPED"));
  });

  test("not by the stop of another session", async () => {
    const { say, heard } = asking();
    say("stop", { text: "/stop", sessionKey: "t" });
    await calm();
    expect(heard).toEqual({});
  });

  test("also when nobody listens any more, which ends no process", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const does = ({ nextMessage }: Turn) => {
      void nextMessage();
      return "gone";
    };
    await anns().say("asks", { does }).outcome;
    await calm(2);
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  test("with the whole work, when only a part of it has asked", async () => {
    const { say } = anns();
    const heard: object[] = [];
    const askAndGoOn = ({ nextMessage }: Turn) => {
      heard.push(listen(nextMessage()));
      return new Promise<string>(() => {});
    };
    const does = () => {
      say("part", { ids: ["work"], does: askAndGoOn });
      return "done";
    };
    await say("work", { does }).outcome;
    await calm();
    expect(heard).toMatchObject([{ error: stopped("ERR_TURN_ENDED") }]);
  });
});

describe("a question that has a signal", () => {
  test("is closed by it, with its reason, and leaves nothing behind; the turn goes on", async () => {
    const { say, asks, turn } = asking();
    say("answers the first question");
    const controller = new AbortController();
    const heard = listen(turn.nextMessage({ signal: controller.signal }));
    const reason = new Error("no time");
    controller.abort(reason);
    await calm();
    expect(heard.error).toBe(reason);
    expect(getEventListeners(turn.signal, "abort")).toEqual([]);
    const next = say("next");
    await asks.finish();
    expect(next.turns).toHaveLength(1);
  });

  test("leaves nothing behind in it once it is answered", async () => {
    const { say, turn } = asking();
    const { signal } = new AbortController();
    void turn.nextMessage({ signal });
    say("one");
    say("two");
    expect([signal, turn.signal].flatMap((it) => getEventListeners(it, "abort"))).toEqual([]);
  });
});

test("nothing is asked after the end: of a signal, of the turn, of the engine", async () => {
  const { asks, turn, dedup } = asking();
  const reason = new Error("no time");
  await expect(turn.nextMessage({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  dedup.cancel("s");
  await expect(turn.nextMessage()).rejects.toMatchObject(stopped("ERR_TURN_INTERRUPTED"));
  await asks.finish();
  await expect(turn.nextMessage()).rejects.toMatchObject(stopped("ERR_TURN_ENDED"));
  void dedup.close();
  await expect(turn.nextMessage()).rejects.toMatchObject(stopped("ERR_CLOSED"));
});
