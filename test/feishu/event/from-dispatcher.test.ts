import { EventDispatcher, LoggerLevel } from "@larksuiteoapi/node-sdk";
import { describe, expect, test } from "vitest";
import { toDispatcher } from "../../../src/feishu/event/to-dispatcher.ts";
import { eventTypes, fromDispatcher, parseEvent } from "../../../src/feishu/index.ts";
import { APP, cardAction, every, oldMessage, reaction } from "../../support/feishu/events.ts";

const silent = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };

/** What a handler of the real SDK gets for this event. */
async function throughSdk(event: unknown): Promise<unknown> {
  const dispatcher = new EventDispatcher({ loggerLevel: LoggerLevel.error, logger: silent });
  let handed: unknown = "never called";
  const keep = (data: unknown): void => {
    handed = data;
  };
  for (const type of [...eventTypes, "message"]) dispatcher.register({ [type]: keep });
  await dispatcher.invoke(JSON.parse(JSON.stringify(event)));
  return handed;
}

/** Where the body's key has replaced the header's, the header comes back without it. */
const overlaid: Record<string, string> = { cardAction: "token", byApp: "app_id" };

/** The envelope as it can be known again: where the body's key has replaced the header's, that one is gone. */
function known(name: string, event: unknown) {
  const envelope = JSON.parse(JSON.stringify(event));
  const key = overlaid[name];
  if (key !== undefined) delete envelope.header[key];
  return envelope;
}

/** Without what the SDK has written beside the fields for itself. */
const fieldsOf = (data: object) => Object.fromEntries(Object.entries(data));

test.each(Object.entries(every))("parseEvent takes what the dispatcher makes of %s", async (name, event) => {
  expect(parseEvent(await throughSdk(event))).toEqual(parseEvent(known(name, event)));
});

test("what is wrong in the dispatcher's form is named where the envelope has it", () => {
  const data = { schema: "2.0", event_id: "1", event_type: "im.message.receive_v1", create_time: "1" };
  expect(() => parseEvent(data)).toThrow(/^event\.sender: expected /);
});

test.each(Object.entries(every))("toDispatcher lays %s together as the SDK does", async (_, event) => {
  const handed = (await throughSdk(event)) as object;
  const again = toDispatcher(JSON.parse(JSON.stringify(event)));
  expect(fieldsOf(again)).toEqual(fieldsOf(handed));
  expect(fromDispatcher(again)).toEqual(fromDispatcher(handed));
});

describe("fromDispatcher", () => {
  test.each(Object.entries(every))("gives back the envelope of %s", async (name, event) => {
    expect(fromDispatcher(await throughSdk(event))).toEqual(known(name, event));
  });

  test("gives a card's token and a reacting app back to the body", async () => {
    const card = parseEvent(
      fromDispatcher(await throughSdk(cardAction({ token: "c-1" }, { token: "verify" }))),
    );
    expect(card.event).toMatchObject({ token: "c-1" });
    expect(card.header.token).toBeUndefined();
    const byApp = reaction({ operator_type: "app", user_id: undefined, app_id: "cli_other" });
    const parsed = parseEvent(fromDispatcher(await throughSdk(byApp)));
    expect(parsed.event).toMatchObject({ app_id: "cli_other" });
    const byUser = parseEvent(fromDispatcher(await throughSdk(reaction())));
    expect(byUser.header.app_id).toBe(APP);
  });

  test("finds the inner type of an old event, which the outer one has replaced", async () => {
    const handed = await throughSdk(oldMessage());
    expect(handed).toMatchObject({ type: "event_callback" });
    expect(parseEvent(fromDispatcher(handed)).header.event_id).toBe(oldMessage().uuid);
  });

  test.each([undefined, null, 7, "text", [], {}, { type: "event_callback" }])(
    "leaves %j to be refused",
    (data) => {
      expect(() => parseEvent(fromDispatcher(data))).toThrow(
        expect.objectContaining({ code: expect.any(String) }),
      );
    },
  );
});
