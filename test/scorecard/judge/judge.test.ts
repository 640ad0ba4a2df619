import { describe, expect, test } from "vitest";
import { fixture, message } from "../../support/replay/fixtures.ts";
import type { ObservedTurn } from "../play/observed.ts";
import { judge } from "./judge.ts";

const says = (id: string, at: number, text = "hello", user = "ou_a") => message(at, text, { id, user });
const ran = (id: string, startedAt: number, endedAt: number, end: ObservedTurn["end"] = "ok") => ({
  account: "default",
  messageIds: id.split("+"),
  startedAt,
  endedAt,
  end,
});
const kinds = ["repeated", "overlap", "order", "merged", "held", "unstopped"] as const;

/** What is found in the turns of a fixture, as "kind message". */
function found(lines: object[], turns: ObservedTurn[]): string[] {
  return judge(fixture({}, ...lines), turns, kinds).map(({ kind, messageId }) => `${kind} ${messageId}`);
}

const two = [says("om_1", 0), says("om_2", 500)];

test("two messages of a session, one after the other: nothing is found", () => {
  expect(found(two, [ran("om_1", 0, 1000), ran("om_2", 1000, 1200)])).toEqual([]);
});

describe("it is found when", () => {
  test.each([
    ["a message gets no turn", [ran("om_1", 0, 1000)], ["lost om_2"]],
    [
      "its turn is cut off, or fails, for good",
      [ran("om_1", 0, 90, "killed"), ran("om_2", 100, 200, "failed")],
      ["lost om_1", "lost om_2"],
    ],
    [
      "a message is answered twice",
      [ran("om_1", 0, 1000), ran("om_2", 1000, 1200), ran("om_1", 1300, 1400)],
      ["repeated om_1"],
    ],
    ["two turns run at once", [ran("om_1", 0, 1000), ran("om_2", 600, 900)], ["overlap om_2"]],
    ["a message overtakes another", [ran("om_2", 500, 700), ran("om_1", 700, 900)], ["order om_2"]],
  ])("%s", (_, turns, expected) => {
    expect(found(two, turns)).toEqual(expected);
  });

  test("a command shares its turn", () => {
    const lines = [says("om_1", 0, "/new"), says("om_2", 500)];
    expect(found(lines, [ran("om_1+om_2", 600, 900)])).toEqual(["merged om_1"]);
  });

  test("a turn waits for one of another session", () => {
    const lines = [says("om_1", 0), says("om_2", 500, "hello", "ou_b")];
    expect(found(lines, [ran("om_1", 0, 9000), ran("om_2", 9000, 9100)])).toEqual(["held om_2"]);
  });

  test("a stop comes when there is nothing left to stop", () => {
    const lines = [says("om_1", 0), says("om_2", 500, "/stop")];
    expect(found(lines, [ran("om_1", 0, 9000), ran("om_2", 9000, 9010)])).toEqual(["unstopped om_2"]);
    expect(found(lines, [ran("om_1", 0, 510, "stopped"), ran("om_2", 500, 510)])).toEqual([]);
  });
});

test("a message that is answered after its turn failed, or was killed, is neither lost nor repeated", () => {
  const turns = [ran("om_1", 0, 90, "failed"), ran("om_1", 400, 450), ran("om_2", 500, 600)];
  expect(found(two, turns)).toEqual([]);
});
