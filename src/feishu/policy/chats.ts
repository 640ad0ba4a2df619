/** Lists of groups, as configs name them: a chat's id, in any of the forms that OpenClaw's own lists take. */
import { refuse } from "../event/people.ts";

/** What an entry may be, for errors and docs. */
export const CHAT_ENTRY =
  "a chat's id (oc_…), with or without feishu:, lark:, chat: or group: before it, or *";

const PREFIXES = /^(?:(?:feishu|lark)\s*:\s*)*(?:(?:chat|group|channel)\s*:\s*)?/i;
const CHAT_ID = /^oc_[a-z0-9_-]{1,128}$/;

/**
 * The chat that an entry means, in lower case; `*` is every chat.
 *
 * @returns undefined when it can be none
 */
export function readChat(entry: string): string | undefined {
  const id = entry.trim().replace(PREFIXES, "").toLowerCase();
  return id === "*" || CHAT_ID.test(id) ? id : undefined;
}

/**
 * Makes the function that says whether a chat is on a list.
 *
 * @param key where the list stands, for the error
 * @throws UsageError `ERR_INVALID_OPTION` for an entry that can be no chat's: it would match none, in silence
 */
export function chatsOn(list: readonly string[], key: string): (chat: string | undefined) => boolean {
  const known = new Set(
    list.map((entry, index) => readChat(entry) ?? refuse(entry, `${key}[${index}]`, CHAT_ENTRY)),
  );
  return (chat) => known.has("*") || (chat !== undefined && known.has(chat.toLowerCase()));
}
