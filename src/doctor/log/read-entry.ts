import { stripVTControlCharacters } from "node:util";
import type { Clock } from "./clock.ts";
import type { LogEntry } from "./entry.ts";

/** A time stands at the beginning of a line, behind the names that Docker and journald put there. */
const TIME_BEGINS_BEFORE = 120;
const LEVEL = /^(?:trace|debug|info|warn|error|fatal)\b\s*/i;
const SUBSYSTEM = /^\[[^\]\s]{1,80}\]\s+/;
const BARE_SUBSYSTEM = /^[a-z][\w-]*(?:\/[\w-]+)*\s+/;

/**
 * Reads a line of a gateway's log, of any form that OpenClaw writes: its log file (JSON, from tslog), its console
 * (pretty, compact, JSON), `openclaw logs` (plain, JSON), and these as Docker and journald keep them.
 *
 * @returns undefined for a line without a time, such as the second line of a message
 */
export function readEntry(line: string, clock: Clock): LogEntry | undefined {
  return line.startsWith("{") ? jsonEntry(line, clock) : textEntry(line, clock);
}

function jsonEntry(line: string, clock: Clock): LogEntry | undefined {
  const fields = parsed(line);
  if (!fields) return undefined;
  // Docker's own form: the console's line within it.
  if (typeof fields.log === "string")
    return textEntry(fields.log, clock) ?? entryOf(fields, fields.log, clock);
  const message = [fields.message, fields["2"], fields["1"], fields["0"]].find(
    (it) => typeof it === "string",
  );
  return message === undefined ? undefined : entryOf(fields, message as string, clock);
}

function entryOf({ time }: Readonly<Record<string, unknown>>, text: string, clock: Clock) {
  const moment = typeof time === "string" ? clock.read(time.slice(0, TIME_BEGINS_BEFORE)) : undefined;
  const message = stripVTControlCharacters(text).trim();
  return moment && { at: moment.at, time: moment.time, exactMs: moment.exactMs, message };
}

function textEntry(line: string, clock: Clock): LogEntry | undefined {
  const text = stripVTControlCharacters(line);
  const moment = clock.read(text.slice(0, TIME_BEGINS_BEFORE + 40));
  if (!moment || moment.index > TIME_BEGINS_BEFORE) return undefined;
  const { at, time, exactMs, end } = moment;
  return { at, time, exactMs, message: withoutLabels(text.slice(end)) };
}

/** Without the level and the subsystem before a message. */
function withoutLabels(text: string): string {
  const rest = text.trim();
  const level = LEVEL.exec(rest)?.[0] ?? "";
  const labelled = rest.slice(level.length);
  const bare = level === "" ? undefined : BARE_SUBSYSTEM.exec(labelled);
  const label = (SUBSYSTEM.exec(labelled) ?? bare)?.[0] ?? "";
  return labelled.slice(label.length);
}

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // cut off, or no JSON at all
  }
}
