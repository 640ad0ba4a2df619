/** Whom a message mentions: the bot itself, everybody, or somebody else. */
import { type GroupOptions, settingOf } from "../groups.ts";
import type { Mention, MessageEvent } from "../message.ts";
import { partsOf } from "./parts.ts";

/** How the bot's own mentions are told from others'. */
export interface MentionOptions extends Pick<GroupOptions, "respondToMentionAll" | "groups"> {
  /**
   * The bot's own `open_id`, as `fetchBotOpenId` of `/feishu/channel` finds it out: who has it is the bot, and nobody
   * else is. Without it only Feishu's word is left, which newer events have, that somebody mentioned is a bot: it is
   * taken for this one where no other is mentioned. @default not known
   */
  readonly botOpenId?: string | undefined;
}

/** Makes the function that says whether a mention in this message is one of the bot. */
export function botMentions({ event }: MessageEvent, options: MentionOptions): (mention: Mention) => boolean {
  const { chat_id, mentions } = event.message;
  const own = options.botOpenId || onlyBot(mentions ?? []);
  const isMeantToo = settingOf(options, chat_id, "respondToMentionAll") === true;
  return (mention) => (isEverybody(mention) ? isMeantToo : own !== undefined && nameOf(mention) === own);
}

/**
 * Does this message mention the bot?
 *
 * @example
 * ```ts
 * import { isMessage, mentionsBot, parseEvent } from "feishu-dispatch-dedup/feishu";
 *
 * export function isMeant(body: unknown, botOpenId: string): boolean {
 *   const event = parseEvent(body);
 *   return isMessage(event) && mentionsBot(event, { botOpenId });
 * }
 * ```
 */
export function mentionsBot(event: MessageEvent, options: MentionOptions = {}): boolean {
  const isBot = botMentions(event, options);
  return event.event.message.mentions?.some(isBot) || mentionsIn(event).some(isBot);
}

/** Those that the text names. Feishu leaves out of `mentions` that everybody is mentioned, and posts may name ids. */
function mentionsIn({ event }: MessageEvent): Mention[] {
  return (partsOf(event.message) ?? []).filter((part) => typeof part !== "string");
}

/** Is anybody mentioned at all? */
export function mentionsAnybody(event: MessageEvent): boolean {
  return (event.event.message.mentions ?? []).length > 0 || mentionsIn(event).length > 0;
}

/** `@_all` has no ids; in posts that apps send it has the id "all". */
export function isEverybody({ key, id }: Mention): boolean {
  return key === "@_all" || id?.open_id === "all" || id?.user_id === "all";
}

/** Guests have no `user_id` and are no bots: only Feishu's word counts. */
function onlyBot(mentions: readonly Mention[]): string | undefined {
  const bots = new Set(mentions.filter((it) => it.mentioned_type === "bot").map(nameOf));
  return bots.size === 1 ? [...bots][0] : undefined;
}

function nameOf({ id, key }: Mention): string {
  return id?.open_id || key;
}
