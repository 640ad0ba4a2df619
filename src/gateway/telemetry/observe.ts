import type { BatchObservableResult, Meter } from "@opentelemetry/api";
import type { InboxHealth } from "../../inbox/inbox.ts";
import type { OpenTurn } from "../../journal/follow/open-turns.ts";
import { ACCOUNT } from "./attributes.ts";
import type { Instruments } from "./instruments.ts";

/** What is looked at when somebody reads the metrics. */
export interface Measured {
  readonly open: Iterable<OpenTurn>;
  /** The names of the accounts, of which each has its numbers even while nothing is open in it. */
  readonly accounts: readonly string[];
  readonly health: () => InboxHealth;
  /** In ms since the epoch. */
  readonly now: () => number;
}

/** How it is in an account. Times are in ms since the epoch. */
interface Now {
  running: number;
  waiting: number;
  hung: number;
  readonly sessions: Set<string>;
  /** When the first message came that waits, and the first that is open. */
  firstWaiting: number | undefined;
  first: number | undefined;
}

/** Lets the meter look at how it is, whenever it is read. @returns what ends that */
export function observe(meter: Meter, instruments: Instruments, measured: Measured): () => void {
  const { running, waiting, hung, sessions, pending, oldestWait, age, writable } = instruments;
  const observed = [running, waiting, hung, sessions, pending, oldestWait, age, writable];
  const look = (result: BatchObservableResult) => {
    const at = measured.now();
    result.observe(writable, measured.health().ok ? 1 : 0);
    for (const [account, its] of nowIn(measured)) tell(result, instruments, its, { account, at });
  };
  meter.addBatchObservableCallback(look, observed);
  return () => meter.removeBatchObservableCallback(look, observed);
}

function tell(
  result: BatchObservableResult,
  { running, waiting, hung, sessions, pending, oldestWait, age }: Instruments,
  its: Now,
  { account, at }: { readonly account: string; readonly at: number },
): void {
  const of = { [ACCOUNT]: account };
  result.observe(running, its.running, of);
  result.observe(waiting, its.waiting, of);
  result.observe(hung, its.hung, of);
  result.observe(sessions, its.sessions.size, of);
  result.observe(pending, its.running + its.waiting, of);
  result.observe(oldestWait, secondsSince(its.firstWaiting, at), of);
  result.observe(age, secondsSince(its.first, at), of);
}

/** Nothing is 0 s old. */
function secondsSince(since: number | undefined, at: number): number {
  return since === undefined ? 0 : Math.max(0, at - since) / 1000;
}

function nowIn({ open, accounts }: Measured): Map<string, Now> {
  const all = new Map(accounts.map((name) => [name, nothing()]));
  for (const turn of open) {
    const now = all.get(turn.account) ?? nothing();
    all.set(turn.account, now);
    count(now, turn);
  }
  return all;
}

function nothing(): Now {
  return {
    ...{ running: 0, waiting: 0, hung: 0, sessions: new Set() },
    ...{ firstWaiting: undefined, first: undefined },
  };
}

function count(now: Now, { startedAt, receivedAt, sessionKey, isHung }: OpenTurn): void {
  now.sessions.add(sessionKey);
  now.first = Math.min(now.first ?? receivedAt, receivedAt);
  if (isHung) now.hung += 1;
  if (startedAt !== undefined) now.running += 1;
  else {
    now.waiting += 1;
    now.firstWaiting = Math.min(now.firstWaiting ?? receivedAt, receivedAt);
  }
}
