import type { IntakeWatcher } from "../../feishu/channel.ts";
import type { Journal } from "../../journal/journal.ts";

/** Notes what becomes of an account's events before they are dispatches, and when Feishu was answered. */
export function watchIntake(journal: Journal, account: string): IntakeWatcher {
  return {
    taken(taken, event, { transport, receivedAt }) {
      const { status } = taken;
      if (status === "ignored") journal.note({ type: "ignored", account, reason: taken.reason });
      else if (status === "malformed" || !event)
        journal.note({ type: "refused", account, code: "ERR_INVALID_EVENT" });
      else {
        const eventId = event.header.event_id;
        const tookMs = Math.max(0, journal.now() - receivedAt);
        journal.note({ type: "acknowledged", account, transport, eventId, status, tookMs });
      }
    },
    refused: (code) => journal.note({ type: "refused", account, code }),
  };
}
