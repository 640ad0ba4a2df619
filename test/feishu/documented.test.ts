import { describe, expect, test } from "vitest";
import { createPolicy, type ReplyTarget, replyTargetOf } from "../../src/feishu/channel.ts";
import { eventTypes, parseEvent, toDispatch } from "../../src/feishu/index.ts";
import { type CommandKind, commandPolicy } from "../../src/index.ts";
import { holdings } from "../support/feishu/documented/contents.ts";
import { ANSWER, BOT, mentions, message } from "../support/feishu/documented/form.ts";
import { writings } from "../support/feishu/documented/mentions.ts";
import { news } from "../support/feishu/documented/news.ts";
import { places } from "../support/feishu/documented/places.ts";
import { presses } from "../support/feishu/documented/presses.ts";
import { reactions } from "../support/feishu/documented/reactions.ts";

/** What becomes of an event, from the wire to the place of its answer. */
interface Way {
  /** The kinds of its identities. */
  readonly names: readonly string[];
  readonly session: string;
  readonly text: string | undefined;
  readonly command: CommandKind;
  readonly target: ReplyTarget | undefined;
  readonly verdict: string;
}

const kindOf = commandPolicy();
const judge = createPolicy({
  groupPolicy: "open",
  requireMention: true,
  botOpenId: () => BOT,
  isOwn: (messageId) => messageId === ANSWER,
  needsPlace: true,
});

function wayOf(input: unknown): Way {
  const event = parseEvent(input);
  const { ids, sessionKey, text } = toDispatch(event, {
    ...{ dmScope: "per-channel-peer", groupSessionScope: "group_topic", botOpenId: BOT },
    ...{ cardCommand: "command", menuCommands: { end: "/stop" } },
  });
  const names = ids.map((id) => id.split(":")[0] ?? "");
  const [command, target] = [kindOf(text), replyTargetOf(event)];
  return { names, session: sessionKey, text, command, target, verdict: judge(event) };
}

const acts = { ...reactions, ...presses, ...news };

const written = ["event", "message", "content"];

describe.each(Object.entries(places))("a text in %s", (_, { fields, session, target, wantsMention }) => {
  test.each(writings)("$written, with $who", ({ written: words, who, text, command, isMeant }) => {
    const verdict = wantsMention && !isMeant ? "not-mentioned" : "take";
    const event = message("text", { text: words }, { ...fields, ...mentions(...who) });
    expect(wayOf(event)).toEqual({ names: written, session, text, command, target, verdict });
  });
});

describe.each(Object.entries(places))("a message in %s", (_, { fields, session, target }) => {
  test.each(holdings)("$type: $text", ({ type, content, text }) => {
    const event = message(type, content, { ...fields, ...mentions("bot") });
    const command = kindOf(text);
    expect(wayOf(event)).toEqual({ names: written, session, text, command, target, verdict: "take" });
  });
});

test.each(Object.entries(acts))("%s", (_, { event, names, ...rest }) => {
  const way = { text: undefined, command: "ordinary", target: undefined, verdict: "take", ...rest };
  expect(wayOf(event)).toEqual({ ...way, names: ["event", ...names] });
});

test("the table has every event type", () => {
  const types = [message("text", ""), ...Object.values(acts).map(({ event }) => event)].map(
    ({ header }) => header.event_type,
  );
  expect([...new Set(types)].toSorted()).toEqual([...eventTypes].toSorted());
});
