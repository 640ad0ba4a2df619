import { describe, expect, test } from "vitest";
import {
  isCardAction,
  isMenu,
  isMessage,
  isNotice,
  isReaction,
  isRecall,
  isWork,
  parseEvent,
} from "../../../src/feishu/index.ts";
import { every, message } from "../../support/feishu/events.ts";

const kinds = { isMessage, isReaction, isCardAction, isMenu, isRecall, isNotice };
const expected: Record<keyof typeof every, [kind: keyof typeof kinds, work: boolean]> = {
  text: ["isMessage", true],
  post: ["isMessage", true],
  image: ["isMessage", true],
  group: ["isMessage", true],
  created: ["isReaction", true],
  deleted: ["isReaction", true],
  byApp: ["isReaction", false],
  cardAction: ["isCardAction", true],
  menu: ["isMenu", true],
  recalled: ["isRecall", false],
  read: ["isNotice", false],
  entered: ["isNotice", false],
  old: ["isMessage", true],
};

describe("the kinds of event", () => {
  test.each(Object.entries(every))("tells %s from all others", (name, input) => {
    const event = parseEvent(input);
    const found = Object.entries(kinds).filter(([, is]) => is(event));
    const [kind, work] = Object.entries(expected).find(([it]) => it === name)?.[1] ?? [];
    expect(found.map(([it]) => it)).toEqual(kind === "isRecall" ? [kind, "isNotice"] : [kind]);
    expect(isWork(event)).toBe(work);
  });

  test("takes what another bot says as no work", () => {
    const { event, ...rest } = message();
    const byBot = { ...rest, event: { ...event, sender: { sender_id: null, sender_type: "app" } } };
    expect(isWork(parseEvent(byBot))).toBe(false);
  });
});
