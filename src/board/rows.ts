import type { FactOf } from "../journal/facts.ts";
import type { Message } from "../journal/view/message.ts";
import type { NotRun } from "../journal/view/not-run.ts";
import type { SessionView } from "../journal/view/session-view.ts";
import type { JournalView } from "../journal/view/view.ts";
import type { MessageRow, NotRunRow, SessionDetail, SessionRow } from "./contract.ts";

/** So many messages of one session are told of. */
const MOST_MESSAGES = 200;

/** @param gateway the name of this one, where several share the inbox */
export function sessionRow(session: SessionView, gateway?: string): SessionRow {
  const { key, running, waiting, oldestWaitingSince: oldestAt, why } = session;
  const turn = running.at(-1);
  const held = turn && messageRow(turn);
  return {
    key,
    running: held,
    sending: Math.max(0, running.length - 1),
    waiting,
    oldestAt,
    why,
    gateway,
  };
}

/** A session in which there is nothing any more has no rows. */
export function detailOf(view: JournalView, key: string, gateway?: string): SessionDetail {
  const session = view.session(key) ?? {
    ...{ key, since: 0, running: [], waiting: 0 },
    oldestWaitingSince: undefined,
    why: undefined,
  };
  const waiting = view.waiting(key, { limit: MOST_MESSAGES });
  const messages = [
    ...session.running.map((message) => messageRow(message)),
    ...waiting.map(({ message, place, why }) => messageRow(message, { place, why })),
  ];
  return { ...sessionRow(session, gateway), messages };
}

export function notRunRow(
  { seq, at, why, row, by, account, sessionKey, messageId }: NotRun,
  view: JournalView,
): NotRunRow {
  const told = view
    .message(row)
    ?.way.findLast((fact): fact is FactOf<"cancelled"> => fact.type === "cancelled");
  const cancelled = why === "cancelled" && told ? { by: told.by, command: told.command } : undefined;
  return { seq, at, why, row, by, account, sessionKey, messageId, cancelled };
}

/** A message that runs, or one that waits with its place. */
export function messageRow(message: Message, waits: Pick<MessageRow, "place" | "why"> = {}): MessageRow {
  const { row, account, messageId, command, receivedAt, startedAt, hungAt, attempt } = message;
  return { row, account, messageId, command, receivedAt, startedAt, hungAt, attempt, ...waits };
}

/** The rows of everything that is open in a session, in order. */
export function rowsIn(view: JournalView, key: string, limit: number): number[] {
  const running = view.session(key)?.running.map(({ row }) => row) ?? [];
  return [...running, ...view.waiting(key, { limit }).map(({ message }) => message.row)].slice(0, limit);
}
