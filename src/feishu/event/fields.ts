/**
 * What the fields of a Feishu event may hold. Each schema carries one phrase, "what was expected", which is all
 * that an error says about a bad field besides its path and type: values may be private and never get there.
 */
import { z } from "zod";

const ID = "an id of up to 256 printable characters";

/** An id that Feishu made: `ou_…`, `om_…`, `oc_…`, an event's hex string. Never empty, never with blanks. */
export const id = z.string({ error: ID }).regex(/^[\x21-\x7e]{1,256}$/, { error: ID });

const TIME = "a time as a string of decimal digits";

/**
 * A time as Feishu writes it. Its unit depends on the field: messages and reactions count milliseconds, menus
 * seconds, and the header of a card action microseconds.
 */
export const time = z.string({ error: TIME }).regex(/^\d{1,19}$/, { error: TIME });

const isStorable = (text: string) => text.length <= 256 && !text.includes("\0") && text.isWellFormed();

/**
 * A name that Feishu or the app's developer gave. It is taken into identities, which have to survive being stored:
 * a lone surrogate or a NUL would not.
 */
export const word = z
  .string({ error: "a text" })
  .min(1, { error: "a text" })
  .refine(isStorable, { error: "well-formed text of up to 256 characters, none of them NUL" });

/** A text that Feishu may leave out, send empty or send as null. */
export const optionalText = z.string({ error: "a text, or nothing" }).nullish();

/** What is expected where somebody must be named. */
export const PERSON = "an object with open_id, user_id or union_id";

const optionalId = z.union([id, z.literal("")], { error: `${ID}, or nothing` }).nullish();

/**
 * One person under up to three names. `open_id` differs from app to app, `user_id` is there only with a
 * permission, and what is missing comes as an empty string, as null or not at all.
 */
export const userIds = z.looseObject(
  { open_id: optionalId, user_id: optionalId, union_id: optionalId },
  { error: PERSON },
);

/** As {@link userIds}, and at least one of the three is there. */
export const knownUser = userIds.refine((ids) => userOf(ids) !== undefined, { error: PERSON });

/**
 * DMs are `p2p` (`private` in old events), all else are groups; topic groups say `topic_group`.
 *
 * @see https://open.feishu.cn/document/server-docs/im-v1/message/events/receive
 */
export const chatType = z.enum(["p2p", "private", "group", "topic_group"], {
  error: '"p2p" or "group"',
});

export type UserIds = z.infer<typeof userIds>;

/** The name a person is told apart by: the `open_id` where there is one, as OpenClaw takes it. */
export function userOf(ids: UserIds | null | undefined): string | undefined {
  return ids?.open_id || ids?.user_id || ids?.union_id || undefined;
}
