import { UsageError } from "../../errors.ts";
import { transports } from "../../transport.ts";
import type { Failure, ListQuery } from "../inbox.ts";
import type { InboxEntry } from "../row.ts";
import { storable } from "./limits.ts";

// Everything that callers give is checked before it waits for a transaction, so that nothing but the store
// itself can make the transaction of many callers fail.

/** Longer names are a mistake: they would fill the inbox with message text. */
const MAX_TEXT = 1024;

/**
 * @returns the entry's event as JSON text
 * @throws UsageError that names what is wrong, without the event
 */
export function checkEntry(entry: InboxEntry): string {
  if (!Array.isArray(entry.ids) || entry.ids.length === 0) throw invalid("ids", "at least one identity");
  for (const id of entry.ids) checkText("ids", id);
  checkText("sessionKey", entry.sessionKey);
  checkText("account", entry.account);
  if (!transports.includes(entry.transport)) {
    throw invalid("transport", transports.map((it) => `"${it}"`).join(" or "));
  }
  return toJson(entry.event);
}

/** @throws UsageError */
export function checkId(id: number): number {
  if (Number.isSafeInteger(id)) return id;
  throw invalid("id", "a whole number");
}

/** @throws UsageError */
export function checkOutcome(outcome: string): void {
  checkText("outcome", outcome);
}

/** @throws UsageError */
export function checkFailure({ error, retryAt }: Failure): void {
  if (typeof error !== "string") throw invalid("error", "text");
  if (retryAt !== undefined && !Number.isSafeInteger(retryAt))
    throw invalid("retryAt", "whole ms since the epoch");
}

/** @throws UsageError */
export function checkQuery(query: ListQuery): ListQuery {
  const { status = "done", after = 0, before = 0, limit = 1, order = "oldest" } = query;
  if (!["pending", "done", "dead"].includes(status)) throw invalid("status", "pending, done or dead");
  if (!Number.isSafeInteger(after)) throw invalid("after", "a whole number");
  if (!Number.isSafeInteger(before)) throw invalid("before", "a whole number");
  if (!["oldest", "newest"].includes(order)) throw invalid("order", "oldest or newest");
  if (!Number.isSafeInteger(limit) || limit < 1) throw invalid("limit", "a whole number from 1");
  return query;
}

/**
 * A lone surrogate does not survive UTF-8: two different identities would become the same one. Nor does what
 * follows a NUL survive every release of Node.js's SQLite.
 */
function checkText(name: string, value: unknown): void {
  if (typeof value === "string" && value !== "" && value.length <= MAX_TEXT && value === storable(value))
    return;
  throw invalid(name, `well-formed text of 1 to ${MAX_TEXT} characters, none of them NUL`);
}

function toJson(event: unknown): string {
  let json: string | undefined;
  try {
    json = JSON.stringify(event);
  } catch (cause) {
    throw invalid("event", "a value that can be written as JSON", cause);
  }
  if (json === undefined) throw invalid("event", "a value that can be written as JSON");
  return json;
}

function invalid(name: string, expected: string, cause?: unknown): UsageError {
  const message = `Inbox: "${name}" must be ${expected}. Nothing was changed.`;
  return new UsageError("ERR_INVALID_ENTRY", message, { cause });
}
