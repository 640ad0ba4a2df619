import type { Live } from "../../../src/board/contract.ts";
import { liveOf, readQuery } from "../../../src/board/live.ts";
import { Journal } from "../../../src/journal/journal.ts";
import { JournalView } from "../../../src/journal/view/view.ts";

/** What is told besides what the journal says. */
const around = { startedAt: 0, offers: [], actions: false };

/** A journal with so many sessions, in each of which one message runs and one waits behind it. */
export function busy(sessions: number) {
  const view = new JournalView();
  let now = 1_000_000;
  const journal = new Journal({ now: () => now });
  journal.subscribe(view.hear);
  const receive = (row: number, sessionKey: string, kind: "ordinary" | "barrier" = "ordinary") => {
    const note = journal.about({ row, turnId: `t-${row}`, account: "default", sessionKey });
    const ids = [`message:default:om_${row}`];
    const event = { transport: "websocket", eventId: `e${row}`, eventType: "im.message.receive_v1" } as const;
    note({ type: "received", claim: "accepted", kind, ids, messageId: `om_${row}`, ...event });
    journal.note({ type: "acknowledged", account: "default", status: "accepted", tookMs: 1, ...event });
    return note;
  };
  for (let session = 0; session < sessions; session += 1) {
    now += 1;
    receive(2 * session + 1, `session-${session}`)({ type: "started", attempt: 1 });
    receive(2 * session + 2, `session-${session}`)({ type: "waiting", why: "session", place: 1 });
  }
  const later = (ms: number) => {
    now += ms;
  };
  const live = (query: Record<string, string> = {}): Live =>
    liveOf(view, readQuery(new URLSearchParams(query)), now, around);
  return { view, journal, live, receive, later };
}
