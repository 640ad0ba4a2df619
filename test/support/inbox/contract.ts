import { afterEach, beforeEach, describe } from "vitest";
import type { Inbox, InboxOptions } from "../../../src/inbox/inbox.ts";
import { describeAdmin } from "./contract/admin.ts";
import { Bed, T0, TTL } from "./contract/bed.ts";
import { describeClaims } from "./contract/claims.ts";
import { describeTurns } from "./contract/turns.ts";
import { describeUnanswered } from "./contract/unanswered.ts";

/** Opens an empty inbox for one test; the test closes it. */
export type OpenInbox = (options: Required<InboxOptions>) => Promise<Inbox>;

/** What every inbox must do, whatever it is stored in. */
export function describeInbox(name: string, open: OpenInbox): void {
  describe(`${name} keeps the contract`, () => {
    let inbox: Inbox;
    const bed = new Bed(() => inbox);
    beforeEach(async () => {
      bed.time = T0;
      inbox = await open({ settledTtlMs: TTL, now: () => bed.time });
    });
    afterEach(() => inbox.close());

    describeClaims(bed);
    describeTurns(bed);
    describeAdmin(bed);
    describeUnanswered(bed);
  });
}
