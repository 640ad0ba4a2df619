import { describe, expect, test } from "vitest";
import { createdAtOf, identitiesOf, parseEvent, toDispatch } from "../../../src/feishu/index.ts";
import { cardAction, menu, message, reaction, text, USER } from "../../support/feishu/events.ts";

describe("toDispatch", () => {
  test("puts identities, session, lane, text, time and sender together", () => {
    const event = parseEvent(text("/new"));
    const options = { account: "bot", dmScope: "per-account-channel-peer", lane: "webhook" } as const;
    expect(toDispatch(event, options)).toEqual({
      ids: identitiesOf(event, { account: "bot" }),
      sessionKey: `agent:main:feishu:bot:direct:${USER}`,
      lane: "webhook",
      text: "/new",
      createdAt: 1779507401045,
      sender: USER,
    });
  });

  test.each([
    ["a message", message(), USER],
    ["a press on a card", cardAction(), USER],
    ["a reaction", reaction(), undefined],
    ["an entry of the menu", menu(), undefined],
  ])("names the sender of what may answer a question: %s", (_, body, sender) => {
    expect(toDispatch(parseEvent(body)).sender).toBe(sender);
  });

  test("leaves out what there is not", () => {
    expect(Object.keys(toDispatch(parseEvent(reaction())))).toEqual(["ids", "sessionKey", "createdAt"]);
  });

  test("does not make identities of the lane", () => {
    const event = parseEvent(message());
    expect(toDispatch(event, { lane: "main" }).ids).toEqual(toDispatch(event, { lane: "session:x" }).ids);
  });
});

describe("createdAtOf", () => {
  test("counts milliseconds, whatever the event counts in", () => {
    expect(createdAtOf(parseEvent(message()))).toBe(1779507401045);
    expect(createdAtOf(parseEvent(reaction()))).toBe(1779507405210);
    expect(createdAtOf(parseEvent(cardAction()))).toBe(1779507406123);
    expect(createdAtOf(parseEvent(menu({ timestamp: 1779507407 }, { create_time: "1779507407512" })))).toBe(
      1779507407512,
    );
  });
});
