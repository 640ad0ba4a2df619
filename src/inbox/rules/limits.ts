import { toUSVString } from "node:util";
import type { InboxRow } from "../row.ts";

/** How a failed turn is tried again, unless told otherwise: attempts in all, and the waits between them in ms. */
export const DEFAULT_RETRY = { maxAttempts: 5, firstDelayMs: 2000, maxDelayMs: 60_000 } as const;
/** Rows that `list()` gives unless asked for another number. */
export const DEFAULT_LIST_LIMIT = 100;

const MAX_ERROR = 500;

/** An error's summary, short enough to be kept with every dead letter. */
export function summary(error: string): string {
  return storable(error.slice(0, MAX_ERROR));
}

/** The text with everything replaced that a store might not give back. */
export function storable(text: string): string {
  return toUSVString(text).replaceAll("\0", "\ufffd");
}

/**
 * Outcomes without an answer of which the event is kept for as long as the row is remembered, so that an operator can
 * put the message back. Not of what its author has recalled, nor of what an operator has dropped.
 */
export const KEPT: readonly string[] = [
  "expired",
  "cancelled",
  "dropped",
  "stopped",
  "interrupted",
  "aborted",
];

/** {@link KEPT} as a list in SQL. */
export const KEPT_IN_SQL: string = KEPT.map((word) => `'${word}'`).join();

/**
 * Outcomes with which a message was answered, itself or as another row's; that of rows that nobody gave a word; and that of
 * what the bot itself has sent.
 */
export const ANSWERED: readonly string[] = ["completed", "answered", "joined", "duplicate", "merged", "sent"];

/** Whether nobody has answered it, and nobody will without an operator. */
export function isUnanswered({ status, outcome = "" }: Pick<InboxRow, "status" | "outcome">): boolean {
  return status === "dead" || (status === "done" && !ANSWERED.includes(outcome));
}
