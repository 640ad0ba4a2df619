import { describe, expect, test } from "vitest";
import { parseEvent } from "../../../src/feishu/index.ts";
import { OtherPrograms } from "../../../src/gateway/accounts/other-programs.ts";
import { createLog } from "../../../src/gateway/log.ts";
import { EventMaker } from "../../../src/stand-in/index.ts";
import { enteredChat } from "../../support/gateway/entered-chat.ts";

const START = 1_748_000_000_000;
const MINUTE = 60_000;
const say = new EventMaker();

function watched(limit?: number) {
  let clock = START - 1;
  const lines: Array<Record<string, unknown>> = [];
  const { log } = createLog("warn", { write: (line) => void lines.push(JSON.parse(line)) });
  const others = new OtherPrograms({ account: "default", log, limit, now: () => clock });
  const hear = (event: object) => others.hear(parseEvent(event));
  const entered = (lastMessageId: string, sentAt: number, at: number) =>
    hear(enteredChat("alice", { lastMessageId, sentAt, at }));
  const message = (at: number) => {
    const event = say.text({ user: "alice", at }, "hi");
    hear(event);
    return event.event.message.message_id;
  };
  const reconnect = (at: number) => {
    clock = at;
    others.connected();
  };
  return { others, hear, entered, message, reconnect, lines };
}

describe("a message that this gateway has neither received nor sent", () => {
  test("is taken for a sign of another program, and said once", () => {
    const { others, entered, message, lines } = watched();
    message(START);
    entered("om_of_somebody_else", START + MINUTE, START + 3 * MINUTE);
    entered("om_of_somebody_else", START + MINUTE, START + 4 * MINUTE);
    expect(others.signs).toEqual({ unknownMessages: 1 });
    expect(lines).toMatchObject([{ level: 40, account: "default", messageId: "om_of_somebody_else" }]);
  });

  test.each([
    ["received", (it: ReturnType<typeof watched>) => it.message(START + MINUTE)],
    [
      "sent",
      (it: ReturnType<typeof watched>) => {
        it.others.sent(["om_of_ours"]);
        return "om_of_ours";
      },
    ],
  ])("is none that it has %s", (_, known) => {
    const it = watched();
    it.message(START);
    it.entered(known(it), START + MINUTE, START + 3 * MINUTE);
    expect(it.others.signs).toBeUndefined();
    expect(it.lines).toEqual([]);
  });

  test.each([
    ["is still on its way, perhaps", START + MINUTE, START + MINUTE + 30_000],
    ["is from before anything was heard", START - MINUTE, START + 3 * MINUTE],
  ])("is no sign while it %s", (_, sentAt, at) => {
    const { others, entered, message } = watched();
    message(START);
    entered("om_unknown", sentAt, at);
    expect(others.signs).toBeUndefined();
  });

  test("is no sign when it was sent before the connection was made again", () => {
    const { others, entered, message, reconnect } = watched();
    message(START);
    reconnect(START + 2 * MINUTE);
    // Delivered again, as nobody has acknowledged it while there was no connection.
    message(START + 30_000);
    entered("om_unknown", START + MINUTE, START + 4 * MINUTE);
    expect(others.signs).toBeUndefined();
  });

  test("is no sign when it may have been forgotten", () => {
    const { others, entered, message } = watched(2);
    message(START);
    const forgotten = message(START + MINUTE);
    message(START + 2 * MINUTE);
    message(START + 3 * MINUTE);
    entered(forgotten, START + MINUTE, START + 5 * MINUTE);
    expect(others.signs).toBeUndefined();
    entered("om_unknown", START + 3 * MINUTE, START + 5 * MINUTE);
    expect(others.signs).toEqual({ unknownMessages: 1 });
  });
});

test("an app whose connections are all taken has others, and Feishu says so", () => {
  const { others, lines } = watched();
  others.answered(1000040350);
  others.answered(1000040350);
  others.answered(0);
  expect(others.signs).toEqual({ connectionLimit: true });
  expect(lines).toHaveLength(1);
});
