import type { Claim, InboxEntry } from "../../row.ts";
import { toHash } from "../../rules/hash.ts";

/** A claim that waits to be written. */
export interface Wanted {
  readonly entry: InboxEntry;
  /** Its event as JSON text. */
  readonly event: string;
  /** Its identities' hashes, by themselves in hexadecimal, in the order in which the identities were given. */
  readonly hashes: ReadonlyMap<string, Buffer>;
  /** The identities, by their hashes in hexadecimal. */
  readonly names: ReadonlyMap<string, string>;
  readonly resolve: (claim: Claim) => void;
  readonly reject: (error: unknown) => void;
}

export function toWanted(
  entry: InboxEntry,
  event: string,
  { resolve, reject }: Pick<Wanted, "resolve" | "reject">,
): Wanted {
  const hashes = new Map<string, Buffer>();
  const names = new Map<string, string>();
  for (const identity of entry.ids) {
    const hash = toHash(identity);
    const hex = hash.toString("hex");
    hashes.set(hex, hash);
    names.set(hex, identity);
  }
  return { entry, event, hashes, names, resolve, reject };
}
