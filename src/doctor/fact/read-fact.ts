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

function fieldsOf({ groups = {} }: RegExpExecArray): Partial<Record<FieldName, string>> {
  const known = { ...groups, message: groups.message ?? groups.about };
  const found = Object.entries(known).filter(([name, value]) => name !== "about" && value !== undefined);
  return Object.fromEntries(found.map(([name, value = ""]) => [name, copied(value)]));
}

/** A copy: a part of a string keeps all of it in memory. */
function copied(text: string): string {
  return Buffer.from(text.slice(0, MAX_FIELD)).toString();
}
