import { Scrape } from "../../support/gateway/scrape.ts";
import type { DayGateway } from "../day/gateway.ts";

/** What the last process of a gateway says that it has done, once nothing is left to do. */
export interface Account {
  readonly gateway: string;
  /** What it had from its inbox, and not from Feishu: it was there when it began, or another process had received it. */
  readonly found: number;
  /** What was delivered to it, by what its inbox said. */
  readonly claims: Readonly<Record<string, number>>;
  /** What became of it. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** What is not at rest: turns, messages that wait, sessions, events in the inbox. */
  readonly left: number;
}

const GAUGES = ["turns_running", "turns_hung", "messages_waiting", "sessions", "inbox_pending"];

/** Asks a gateway for its counters. */
export async function accountOf({ plan, running, found }: DayGateway): Promise<Account> {
  const scrape = await Scrape.of(running?.health);
  return {
    gateway: plan.name,
    found,
    claims: scrape.by("messaging_client_consumed_messages_total", "feishu_dispatch_claim"),
    outcomes: scrape.by("feishu_dispatch_outcomes_total", "feishu_dispatch_outcome"),
    left: GAUGES.reduce((sum, gauge) => sum + scrape.sum(`feishu_dispatch_${gauge}`), 0),
  };
}

/** What does not add up, in words. Everything that was accepted is over, in one of the ways that there are. */
export function imbalances({ gateway, found, claims, outcomes, left }: Account): string[] {
  const accepted = found + (claims.accepted ?? 0);
  const over = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  return [
    ...(accepted === over
      ? []
      : [`${gateway}: ${accepted} accepted, and ${over} over: ${JSON.stringify(outcomes)}`]),
    ...(left === 0 ? [] : [`${gateway}: ${left} not at rest by its gauges, although nothing is left to do`]),
  ];
}
