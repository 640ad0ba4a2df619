/** Lists of people, as configs name them: an id, in any of the forms that OpenClaw's own lists take. */
import { UsageError } from "../../errors.ts";
import { inFull, mismatch } from "../../explain.ts";
import type { UserIds } from "./fields.ts";

/** What an entry may be, for errors and docs. */
export const PERSON_ENTRY =
  "an open id (ou_…), a union id (on_…) or a user id, with or without feishu:, lark:, user: or open_id: before it, or *";

const CHANNEL = /^(feishu|lark)\s*:\s*/i;
const KIND = /^(user|dm|open_id|union_id|user_id)\s*:\s*/i;
/** `ou_…` and `on_…` are written in lower case; OpenClaw's session keys, from which they are copied, always are. */
const GIVEN = /^o[un]_/i;
const OPEN_OR_UNION_ID = /^o[un]_[a-z0-9_-]{1,128}$/;
/** Up to 64 characters that the company chooses; an address or a name with blanks is none. */
const USER_ID = /^[\w.-]{1,64}$/;
/** Ids of what is no person: a chat, a message, a thread, an app. */
const NO_PERSON = /^(oc|om|omt|cli|ex)_/i;

/**
 * The id that an entry means, in the form in which events are looked up in a list; `*` is everybody.
 *
 * @returns undefined when it can be nobody's
 */
export function readPerson(entry: string): string | undefined {
  let rest = entry.trim();
  while (CHANNEL.test(rest)) rest = rest.replace(CHANNEL, "");
  const kind = KIND.exec(rest)?.[1]?.toLowerCase();
  const id = comparable(rest.replace(KIND, ""));
  if (id === "*") return id;
  return isOf(kind, id) ? id : undefined;
}

function isOf(kind: string | undefined, id: string): boolean {
  if (kind === "open_id") return OPEN_OR_UNION_ID.test(id) && id.startsWith("ou_");
  if (kind === "union_id") return OPEN_OR_UNION_ID.test(id) && id.startsWith("on_");
  return GIVEN.test(id) ? OPEN_OR_UNION_ID.test(id) : USER_ID.test(id) && !NO_PERSON.test(id);
}

/**
 * Makes the function that says whether somebody is on a list, under any of their ids.
 *
 * @param key where the list stands, for the error
 * @throws UsageError `ERR_INVALID_OPTION` for an entry that can be nobody's: it would match nobody, in silence
 */
export function peopleOn(list: readonly string[], key: string): (ids: UserIds | null | undefined) => boolean {
  const known = new Set(list.map((entry, index) => readPerson(entry) ?? refuse(entry, `${key}[${index}]`)));
  if (known.has("*")) return () => true;
  return (ids) => namesOf(ids).some((id) => known.has(id));
}

/** All names of a person, the most specific first, as {@link readPerson} writes them. */
export function namesOf(ids: UserIds | null | undefined): string[] {
  return [ids?.open_id, ids?.user_id, ids?.union_id].flatMap((id) => (id ? [comparable(id)] : []));
}

/** @throws UsageError `ERR_INVALID_OPTION`, always */
export function refuse(entry: string, where: string, expected = PERSON_ENTRY): never {
  const message = mismatch(where, expected, inFull(entry));
  throw new UsageError("ERR_INVALID_OPTION", message);
}

/** Two user ids may differ in case alone, open and union ids never do. */
function comparable(id: string): string {
  return GIVEN.test(id) ? id.toLowerCase() : id;
}
