/** What is set for one group in place of what is set for all; the names and the rules are those of @openclaw/feishu. */

/**
 * Who shares a session in a group.
 *
 * - `group`: everybody in it.
 * - `group_sender`: each person has one.
 * - `group_topic`: each topic or thread has one, and what is in none goes to the group's.
 * - `group_topic_sender`: each person has one in each topic, and one for what is in none.
 */
export type GroupSessionScope = "group" | "group_sender" | "group_topic" | "group_topic_sender";

const known: Readonly<Record<GroupSessionScope, true>> = {
  group: true,
  group_sender: true,
  group_topic: true,
  group_topic_sender: true,
};

/** All scopes, for schemas. */
export const groupSessionScopes = Object.keys(known) as GroupSessionScope[];

/** What may be set for all groups, and for each. */
export interface GroupSettings {
  /**
   * Whether a message in a group has to mention the bot. Reactions, cards and menus mention nobody. OpenClaw's own channel
   * does not ask for it with `groupPolicy: "open"`, but its setup writes `true` there: so it is here by default.
   *
   * @default true
   */
  readonly requireMention?: boolean | undefined;
  /**
   * Whether mentioning everybody (`@_all`) is mentioning the bot: then it satisfies `requireMention`, and is taken out
   * in front of a command. The name is that of @larksuite/openclaw-lark; @openclaw/feishu has no such option. @default false
   */
  readonly respondToMentionAll?: boolean | undefined;
  /** Who shares a session in a group. @default "group" */
  readonly groupSessionScope?: GroupSessionScope | undefined;
}

/** What is set for one group. */
export interface GroupEntry extends GroupSettings {
  /** `false`: nothing of this group is taken. @default true */
  readonly enabled?: boolean | undefined;
  /** Whose messages are taken in this group, in place of `groupSenderAllowFrom`. @default as there */
  readonly allowFrom?: readonly string[] | undefined;
}

/** What is set for single groups: by the chat's id (`oc_…`), or `*` for all that have no entry of their own. */
export type Groups = Readonly<Record<string, GroupEntry | undefined>>;

/** Settings for all groups, and for single ones. */
export interface GroupOptions extends GroupSettings {
  /** Settings of single groups: by the chat's id (`oc_…`), or `*` for all that have no entry of their own. @default none */
  readonly groups?: Groups | undefined;
}

/** What the key of an entry may be, for errors and docs. */
export const GROUP_KEY = "a chat's id (oc_…) or *";

/** Whether an entry under this key can be a group's. */
export function isGroupKey(key: string): boolean {
  return key === "*" || /^oc_[\w-]{1,128}$/i.test(key);
}

/** The entry that a group has under its own id, in whatever case that is written. */
export function ownEntry(groups: Groups | undefined, chat: string): GroupEntry | undefined {
  if (groups === undefined || chat === "*") return undefined;
  if (Object.hasOwn(groups, chat)) return groups[chat];
  const id = chat.toLowerCase();
  const key = Object.keys(groups).find((it) => it.toLowerCase() === id);
  return key === undefined ? undefined : groups[key];
}

/** The entry that counts for a group: its own, or else that of `*`. */
export function groupEntryOf(groups: Groups | undefined, chat: string | undefined): GroupEntry | undefined {
  if (groups === undefined) return undefined;
  return (chat === undefined ? undefined : ownEntry(groups, chat)) ?? groups["*"];
}

/** What is set for a group: in the entry that counts for it, or else for all. */
export function settingOf<Key extends keyof GroupSettings>(
  options: GroupOptions,
  chat: string | undefined,
  key: Key,
): GroupSettings[Key] {
  return groupEntryOf(options.groups, chat)?.[key] ?? options[key];
}
