import { toUSVString } from "node:util";
import { UsageError } from "../errors.ts";
import type { InboxEntry } from "./row.ts";

/** Longer identities are a mistake: they would fill the inbox with message text. */
const MAX_TEXT = 1024;

/**
 * Checks what a claim is given, so that nothing but the store itself can fail later.
 *
 * @returns the event as JSON text
 * @throws UsageError that names what is wrong, without the event
 */
export function checkEntry(entry: InboxEntry): string {
  if (!Array.isArray(entry.ids) || entry.ids.length === 0) throw invalid("ids", "at least one identity");
  for (const id of entry.ids) checkText("ids", id);
  checkText("sessionKey", entry.sessionKey);
  checkText("account", entry.account);
  if (entry.transport !== "websocket" && entry.transport !== "webhook") {
    throw invalid("transport", '"websocket" or "webhook"');
  }
  return toJson(entry.event);
}

/** A lone surrogate does not survive UTF-8: two different identities would become the same one. */
function checkText(name: string, value: unknown): void {
  if (typeof value === "string" && value !== "" && value.length <= MAX_TEXT && value === toUSVString(value))
    return;
  throw invalid(name, `well-formed text of 1 to ${MAX_TEXT} characters`);
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
  const message = `Inbox entry: "${name}" must be ${expected}. The event was not accepted.`;
  return new UsageError("ERR_INVALID_ENTRY", message, { cause });
}
