import type { LogEntry } from "../log/entry.ts";
import type { Fact, FieldName, Place } from "./fact.ts";
import { phrases } from "./phrases.ts";

/** No field of a fact is longer: whatever a log holds, what is remembered of it stays small. */
const MAX_FIELD = 300;

/** What a line says; undefined for one that says nothing that matters here. */
export function readFact({ message, at, time, exactMs }: LogEntry, place: Place): Fact | undefined {
  for (const { kind, pattern } of phrases) {
    const found = pattern.exec(message);
    if (found) return { kind, at, time, exactMs, place, ...fieldsOf(found) };
  }
  return undefined;
}

/** The channel names the message before what it says of it, unless it says it itself. */
function fieldsOf({ groups = {} }: RegExpExecArray): Partial<Record<FieldName, string>> {
  const fields: Partial<Record<FieldName, string>> = {};
  if (groups.about !== undefined) fields.message = copied(groups.about);
  for (const name in groups) {
    const value = groups[name];
    if (value !== undefined && name !== "about") fields[name as FieldName] = copied(value);
  }
  return fields;
}

/** A copy: a part of a string keeps all of it in memory. */
function copied(text: string): string {
  return Buffer.from(text.slice(0, MAX_FIELD)).toString();
}
