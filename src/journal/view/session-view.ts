import type { Message } from "./message.ts";
import type { OpenSession } from "./open-messages.ts";
import { type Why, whySessionWaits, whyWaits } from "./why.ts";

/** A session that has something running or waiting. Times are in ms since the epoch. */
export interface SessionView {
  readonly key: string;
  /** Since when it has. */
  readonly since: number;
  /** What runs, or is tried again; the last one holds the session, those before it still send replies. */
  readonly running: readonly Message[];
  /** How many wait. */
  readonly waiting: number;
  /** Since when the first of them does. */
  readonly oldestWaitingSince: number | undefined;
  /** Why the line does not go on; undefined when nobody waits. */
  readonly why: Why | undefined;
}

/** A message that waits. */
export interface WaitingView {
  readonly message: Message;
  /** In the line of its session, from 1. */
  readonly place: number;
  readonly why: Why;
}

export function sessionView(session: OpenSession): SessionView {
  const { key, since, running, waiting } = session;
  const [first] = waiting.values();
  return {
    ...{ key, since, running: [...running.values()], waiting: waiting.size },
    oldestWaitingSince: first?.receivedAt,
    why: first && whySessionWaits(session),
  };
}

/** Those that wait in a session, in order. */
export function* waitingIn(session: OpenSession): Generator<WaitingView> {
  let place = 0;
  let barrier: Message | undefined;
  for (const message of session.waiting.values()) {
    place += 1;
    yield { message, place, why: whyWaits(session, barrier) };
    if (message.kind === "barrier" || message.kind === "interrupt") barrier = message;
  }
}

/** A part of what comes one after the other. */
export function page<Item>(
  items: Iterable<Item>,
  { skip = 0, limit = 50, holds = () => true }: Paging & { readonly holds?: (item: Item) => boolean },
): Item[] {
  const taken: Item[] = [];
  let left = skip;
  for (const item of items) {
    if (taken.length >= limit) break;
    if (!holds(item)) continue;
    if (left > 0) left -= 1;
    else taken.push(item);
  }
  return taken;
}

/** Which part of a list. */
export interface Paging {
  /** How many are left out before. @default 0 */
  readonly skip?: number;
  /** How many at most. @default 50 */
  readonly limit?: number;
}
