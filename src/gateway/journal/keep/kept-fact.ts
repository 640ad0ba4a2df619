import { joinIdentity, messageIdentity } from "../../../feishu/key/message-identities.ts";
import { toHash } from "../../../inbox/rules/hash.ts";
import type { Fact } from "../../../journal/facts.ts";
import { kindOfIdentity } from "../../../journal/view/counters.ts";

/**
 * A fact as it is kept: identities are hashes, as an inbox keeps them, in hexadecimal. An event's and a message's id are
 * those of their identities, so that one who knows the id finds it; before the hash in `by` stands the identity's kind.
 */
export function keptFact(fact: Fact): Fact {
  const account = "account" in fact ? fact.account : "";
  const kept: Record<string, unknown> = { ...fact };
  if ("ids" in fact) kept.ids = fact.ids.map(hashed);
  if ("by" in fact && fact.type === "received" && fact.by !== undefined)
    kept.by = `${kindOfIdentity(fact.by)}:${hashed(fact.by)}`;
  if ("eventId" in fact && fact.eventId !== undefined)
    kept.eventId = hashed(joinIdentity("event", account, fact.eventId));
  if ("messageId" in fact && fact.messageId !== undefined)
    kept.messageId = hashed(messageIdentity(fact.messageId, { account }));
  if ("person" in fact && fact.person !== undefined) kept.person = hashed(fact.person);
  return kept as Fact; // other texts in the same places
}

function hashed(identity: string): string {
  return toHash(identity).toString("hex");
}
