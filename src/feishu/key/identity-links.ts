import type { UserIds } from "../event/fields.ts";
import { namesOf, PERSON_ENTRY, readPerson, refuse } from "../event/people.ts";

/** Ids that are one person, by the name of the person: `session.identityLinks`, in OpenClaw's words. */
export type IdentityLinks = Readonly<Record<string, readonly string[]>>;

/** What an entry may be, for errors and docs. */
export const LINK_ENTRY = `${PERSON_ENTRY.replace(", or *", "")}; or another channel's, such as telegram:7`;

/** An id of another channel, which a config that is shared with OpenClaw may have. */
const FOREIGN = /^([a-z][a-z0-9_-]*)\s*:\s*(\S+)$/i;
/** An id that Feishu gave. Behind the name of no channel that is known it is a slip of the pen. */
const OF_FEISHU = /^(o[uncm]|omt|cli)_/i;

/**
 * The id that an entry means, in lower case as session keys are; one of another channel with its channel.
 *
 * @param channel what this channel is called, beside `feishu` and `lark`
 * @returns undefined when it can be nobody's
 */
export function readLink(entry: string, channel: string): string | undefined {
  const [, of = "", rest = ""] = FOREIGN.exec(entry.trim()) ?? [];
  const person = readPerson(of.toLowerCase() === channel.toLowerCase() ? rest : entry);
  if (person !== undefined && person !== "*") return person.toLowerCase();
  return of !== "" && isForeign(of, rest) ? `${of}:${rest}`.toLowerCase() : undefined;
}

const OWN_WORDS = new Set(["feishu", "lark", "user", "dm", "open_id", "union_id", "user_id"]);

function isForeign(channel: string, id: string): boolean {
  return !OWN_WORDS.has(channel.toLowerCase()) && !OF_FEISHU.test(id);
}

interface Read {
  readonly channel: string;
  readonly people: ReadonlyMap<string, string>;
}

/** Read once for each config: session keys are made of every event. */
const read = new WeakMap<IdentityLinks, Read>();

/**
 * Who somebody is by the links, whichever of their ids is linked.
 *
 * @throws UsageError `ERR_INVALID_OPTION` for an entry that can be nobody's
 */
export function personBehind(
  ids: UserIds | null | undefined,
  channel: string,
  links: IdentityLinks,
): string | undefined {
  const known = read.get(links);
  const people = known?.channel === channel ? known.people : readAll(links, channel);
  for (const id of namesOf(ids)) {
    const person = people.get(id.toLowerCase());
    if (person !== undefined) return person;
  }
  return undefined;
}

function readAll(links: IdentityLinks, channel: string): Read["people"] {
  const people = new Map<string, string>();
  for (const [person, entries] of Object.entries(links))
    for (const [index, entry] of entries.entries()) {
      const id = readLink(entry, channel) ?? refuse(entry, `identityLinks.${person}[${index}]`, LINK_ENTRY);
      if (!people.has(id)) people.set(id, person);
    }
  read.set(links, { channel, people });
  return people;
}
