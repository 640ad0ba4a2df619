import { actorIdsOf, chatOf, chatTypeOf, rootOf, threadOf } from "../event/actor-and-chat.ts";
import { checkChoice } from "../event/choice.ts";
import { mentionsAnybody, mentionsBot } from "../event/content/mentions.ts";
import type { FeishuEvent } from "../event/events.ts";
import {
  GROUP_KEY,
  type GroupEntry,
  type GroupOptions,
  groupEntryOf,
  isGroupKey,
  ownEntry,
  settingOf,
} from "../event/groups.ts";
import { isCardAction, isMessage } from "../event/kinds.ts";
import { peopleOn, refuse } from "../event/people.ts";
import { chatsOn } from "./chats.ts";
import type { ReactionPolicyOptions } from "./reaction-policy.ts";

/** In which groups events are taken. */
export type GroupPolicy = "open" | "allowlist" | "disabled";

const known: Readonly<Record<GroupPolicy, true>> = { open: true, allowlist: true, disabled: true };

/** All policies, for schemas. */
export const groupPolicies = Object.keys(known) as GroupPolicy[];

/** What of groups is taken. Names, values and defaults are those of @openclaw/feishu 2026.9.5, but for `requireMention` in open groups. */
export interface GroupPolicyOptions extends GroupOptions {
  /**
   * In which groups: `open`, all; `allowlist`, those of `groupAllowFrom` and those with an entry of their own in
   * `groups`; `disabled`, none. @default "allowlist"
   */
  readonly groupPolicy?: GroupPolicy | undefined;
  /**
   * For `allowlist`: the chats, by their ids (`oc_…`), each with or without `feishu:`, `lark:`, `chat:` or `group:`
   * before it; `*` is every chat. @default none
   */
  readonly groupAllowFrom?: readonly string[] | undefined;
  /** Whose events are taken in groups, in the forms of `allowFrom`; an empty list is everybody. @default everybody */
  readonly groupSenderAllowFrom?: readonly string[] | undefined;
}

/** Why an event of a group is not taken. */
export type GroupVerdict =
  | "group-disabled"
  | "group-not-allowed"
  | "not-allowed"
  | "not-mentioned"
  | "bot-unknown"
  | "place-unknown";

/** How the bot itself is known: by its id; not at all by those who do not ask; or not yet. */
export interface OwnName {
  readonly openId: string | undefined;
  readonly isAwaited: boolean;
}

/** What is known of places. */
interface Places extends Pick<ReactionPolicyOptions, "isOwn"> {
  readonly needsPlace?: boolean | undefined;
}

type Judge = (event: FeishuEvent, bot: OwnName) => GroupVerdict | undefined;
type IsListed = ReturnType<typeof peopleOn>;

/**
 * Makes the function that says why an event of a group is not taken; undefined where nothing speaks against it.
 *
 * @throws UsageError `ERR_INVALID_OPTION` for an entry of a list that can be nobody's or no chat's
 */
export function createGroupPolicy(options: GroupPolicyOptions & Places): Judge {
  const { groupPolicy = "allowlist", groups = {} } = options;
  checkChoice("groupPolicy", groupPolicy, groupPolicies);
  const isListed = chatsOn(options.groupAllowFrom ?? [], "groupAllowFrom");
  const isSender = senders(options);
  const mention = { ...options, requireMention: options.requireMention ?? true };

  function isTaken(chat: string | undefined): boolean {
    if (groupPolicy === "open") return true;
    return isListed(chat) || (chat !== undefined && ownEntry(groups, chat) !== undefined);
  }

  return (event, bot) => {
    const chat = chatOf(event);
    if (groupPolicy === "disabled" || groupEntryOf(groups, chat)?.enabled === false) return "group-disabled";
    if (!isTaken(chat)) return "group-not-allowed";
    if (!isSender(chat)(actorIdsOf(event))) return "not-allowed";
    return ofMention(event, bot, mention) ?? ofTopic(event, options);
  };
}

/** Before the bot knows itself, nobody can tell who is spoken to: Feishu is to send the message again. */
function ofMention(event: FeishuEvent, bot: OwnName, options: GroupOptions): GroupVerdict | undefined {
  if (!isMessage(event)) return undefined;
  if (bot.isAwaited && mentionsAnybody(event)) return "bot-unknown";
  if (!settingOf(options, chatOf(event), "requireMention")) return undefined;
  return mentionsBot(event, { ...options, botOpenId: bot.openId }) ? undefined : "not-mentioned";
}

/** Where topics have sessions, a press on a card whose topic nobody knows is not one in the group's own session. */
function ofTopic(event: FeishuEvent, options: GroupOptions & Places): GroupVerdict | undefined {
  const { needsPlace, isOwn } = options;
  if (!needsPlace || !isOwn || !isCardAction(event) || chatTypeOf(event) !== "group") return undefined;
  const isByTopic = settingOf(options, chatOf(event), "groupSessionScope")?.startsWith("group_topic");
  const messageId = event.event.context?.open_message_id;
  if (!isByTopic || !messageId || threadOf(event) || rootOf(event)) return undefined;
  return isOwn(messageId) === undefined ? "place-unknown" : undefined;
}

/** Who may speak in a chat: those that its entry names, or else those that are named for all. */
function senders({
  groups = {},
  groupSenderAllowFrom = [],
}: GroupPolicyOptions): (chat?: string) => IsListed {
  const everywhere = listed(groupSenderAllowFrom, "groupSenderAllowFrom");
  const own = new Map<GroupEntry, IsListed>();
  for (const [key, entry] of Object.entries(groups)) {
    if (!isGroupKey(key)) refuse(key, "groups", GROUP_KEY);
    if (entry?.allowFrom?.length) own.set(entry, listed(entry.allowFrom, `groups.${key}.allowFrom`));
  }
  return (chat) => {
    const entry = groupEntryOf(groups, chat);
    return (entry && own.get(entry)) ?? everywhere;
  };
}

function listed(list: readonly string[], key: string): IsListed {
  return list.length === 0 ? () => true : peopleOn(list, key);
}
