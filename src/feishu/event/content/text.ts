import { languageOf } from "../../../wording/wording.ts";
import type { FeishuEvent } from "../events.ts";
import { byKind } from "../kinds.ts";
import type { Mention, MessageEvent } from "../message.ts";
import { type PressOptions, saidByCard, saidByMenu } from "../pressed.ts";
import { GaplessText } from "./gapless-text.ts";
import { botMentions, isEverybody, type MentionOptions } from "./mentions.ts";
import { type Part, partsOf } from "./parts.ts";

/** Who is spoken to, and which presses speak. */
export interface TextOptions extends MentionOptions, PressOptions {}

/**
 * What a person has written, in a `text` or `post` message: what a command is looked for in, and what an agent reads.
 *
 * Feishu writes a mention as `@_user_1` and explains it in `mentions`. The bot's own are taken out wherever they stand,
 * so that "@bot /new" and "/new @bot" are "/new"; everybody else, other bots too, is given their name, so that
 * "@Li Na /stop" is no command. `@_all` is "@all", or "@所有人" in a Chinese text, unless `respondToMentionAll` makes it
 * one of the bot's.
 *
 * A post is its title above its lines, in the first language that says something. A link says where it goes, as in
 * "the plan (https://…)", and what is no text leaves a mark: `[image]`, `[video]`, `[file]`, an emoji's name.
 *
 * Undefined for what cannot be read, and for all else but presses on cards and on the bot's menu that are told to say
 * something (`cardCommand`, `menuCommands`). By themselves a menu's key and a card's value are the app's own words, not
 * the user's: an entry whose key happens to be "/new" is not a command.
 *
 * @param options who the bot is. Without its `botOpenId` the only bot that is mentioned counts as it, where Feishu says
 * that it is one; and which presses speak
 *
 * @example
 * ```ts
 * import { parseEvent, textOf } from "feishu-dispatch-dedup/feishu";
 *
 * const botOpenId = "ou_b0700000000000000000000000000000";
 * export const isNew = (body: unknown) => textOf(parseEvent(body), { botOpenId }) === "/new";
 * ```
 */
export function textOf(event: FeishuEvent, options: TextOptions = {}): string | undefined {
  return written(event, options);
}

const nothing = () => undefined;
const written = byKind<string | undefined, [TextOptions]>({
  message: messageText,
  reaction: nothing,
  cardAction: saidByCard,
  menu: saidByMenu,
  recall: nothing,
  notice: nothing,
});

function messageText(event: MessageEvent, options: MentionOptions): string | undefined {
  const parts = partsOf(event.event.message);
  return parts && readable(parts, botMentions(event, options));
}

/** The text with everybody's name in place of what Feishu writes for them, and without the bot. */
function readable(parts: readonly Part[], isBot: (mention: Mention) => boolean): string {
  const text = new GaplessText();
  const everybody = parts.some(isOfEverybody) ? everybodyIn(parts) : "";
  for (const part of parts) {
    if (typeof part === "string") text.add(part);
    else if (isBot(part)) text.leaveOut();
    else text.add(named(part) ?? everybody);
  }
  return text.end();
}

/** No name is that long. Put in for every one of its keys, it could make a text of no end. */
const LONGEST_NAME = 128;

/** Undefined for everybody, where Feishu does not say how that is called. */
function named(mention: Mention): string | undefined {
  const { key, name } = mention;
  if (name && name.length <= LONGEST_NAME) return `@${name}`;
  return isEverybody(mention) ? undefined : key;
}

function isOfEverybody(part: Part): boolean {
  return typeof part !== "string" && isEverybody(part);
}

/** In the language of the message, as Feishu's apps call it. */
function everybodyIn(parts: readonly Part[]): string {
  return parts.some((part) => typeof part === "string" && languageOf(part) === "zh") ? "@所有人" : "@all";
}
