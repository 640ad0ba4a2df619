import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/**
 * Says in one line what a schema found wrong first: where, what was expected, what came. Of the value it shows
 * the type and, for numbers and booleans, the value itself: texts may be messages or secrets.
 */
export function explain(error: z.ZodError, input: unknown, root: string): string {
  const issue = error.issues[0] as Issue;
  if (issue.code === "unrecognized_keys") {
    return `${keyPath(root, [...issue.path, issue.keys[0] ?? "?"])}: no such key`;
  }
  const where = keyPath(root, issue.path);
  const what = `expected ${expected(issue)}, got ${kindOf(valueAt(input, issue.path))}`;
  return where === "" ? what : `${where}: ${what}`;
}

function expected(issue: Issue): string {
  if (issue.code === "invalid_type") return issue.expected;
  if (issue.code === "invalid_value") return issue.values.map((value) => JSON.stringify(value)).join(" or ");
  if (issue.code === "too_small") return `${issue.inclusive ? "at least" : "more than"} ${issue.minimum}`;
  if (issue.code === "too_big") return `${issue.inclusive ? "at most" : "less than"} ${issue.maximum}`;
  return issue.message;
}

function keyPath(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    const name = String(key);
    return /^[\w$]+$/.test(name) ? (text ? `${text}.${name}` : name) : `${text}["${name}"]`;
  }, root);
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}

function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return "an array";
  return `${/^[aeiou]/.test(typeof value) ? "an" : "a"} ${typeof value}`;
}
