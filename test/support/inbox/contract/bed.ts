import { expect } from "vitest";
import type { Inbox, InboxEntry, InboxItem } from "../../../../src/inbox/inbox.ts";

/** How long the inboxes under test remember what is done. */
export const TTL = 1000;
export const T0 = Date.UTC(2026, 0, 1);

/** What each contract test finds made: a fresh, empty inbox and its clock. */
export class Bed {
  time = T0;
  readonly #inbox: () => Inbox;

  constructor(inbox: () => Inbox) {
    this.#inbox = inbox;
  }

  get inbox(): Inbox {
    return this.#inbox();
  }

  /** Claims work that must be new, and gives its row. */
  async accepted(ids: readonly string[], more: Partial<InboxEntry> = {}): Promise<number> {
    const claim = await this.inbox.claim(entry(ids, more));
    expect(claim.status).toBe("accepted");
    return claim.id;
  }
}

export function entry(ids: readonly string[], more: Partial<InboxEntry> = {}): InboxEntry {
  const event = { schema: "2.0", event: { ids } };
  return { event, ids, sessionKey: "s", account: "default", transport: "websocket", ...more };
}

/** Everything pending, in the order the inbox gives it. */
export async function all(inbox: Inbox, sessionKey?: string): Promise<InboxItem[]> {
  const items: InboxItem[] = [];
  for await (const item of inbox.pending(sessionKey === undefined ? {} : { sessionKey })) items.push(item);
  return items;
}
