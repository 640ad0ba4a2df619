import type { z } from "zod";
import { visible } from "./text/visible.ts";

type Issue = z.core.$ZodIssue;

/**
 * Says in one line what a schema found wrong first: where, what was expected, what came. Of the value it shows
 * the type and, for numbers and booleans, the value itself: texts may be messages or secrets.
 */
export function explain(error: z.ZodError, input: unknown, root: string): string {
  return error.issues.flatMap((issue) => explainIssue(issue, input, root, isPublic))[0] ?? "";
}

/**
 * The same of everything that a schema found wrong with what an operator wrote. A word is shown where one of a few was to
 * be chosen, and a number in quotes, unless the key is that of a secret.
 */
export function explainEach(error: z.ZodError, input: unknown): string[] {
  const isShown: IsShown = (issue, value) => isPublic(issue) || isMistyped(issue, value);
  return error.issues.flatMap((issue) => explainIssue(issue, input, "", isShown));
}

type IsShown = (issue: Issue, value: unknown) => boolean;

function explainIssue(issue: Issue, input: unknown, root: string, isShown: IsShown): string[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => `${keyPath(root, [...issue.path, key])}: no such key`);
  const nearest = nearestOf(issue);
  if (nearest) return nearest.flatMap((inner) => explainIssue(inner, input, root, isShown));
  const value = valueAt(input, issue.path);
  const came = isShown(issue, value) ? inFull(value) : shown(value);
  return [mismatch(keyPath(root, issue.path), expected(issue), came)];
}

/** What is wrong with something that may come in several forms, as the one that it comes nearest to. */
function nearestOf(issue: Issue): Issue[] | undefined {
  if (!isUnexplained(issue)) return undefined;
  const forms = issue.errors.map((issues) => issues.flatMap((inner) => nearestOf(inner) ?? [inner]));
  const inside = forms.find(([first]) => first && isInside(first));
  return inside?.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

function isInside({ code, path }: Issue): boolean {
  return path.length > 0 || code === "unrecognized_keys";
}

const PRIVATE_KEY = /secret|key|token|password|header|auth|url|text/i;
const WORD = /^[\w.-]{1,20}$/;
const QUOTED = /^(-?\d{1,15}|true|false)$/;

/** A wrong word where one of a few was to be chosen, or a number in quotes. */
function isMistyped(issue: Issue, value: unknown): boolean {
  if (typeof value !== "string" || issue.path.some((key) => PRIVATE_KEY.test(String(key)))) return false;
  if (issue.code === "invalid_type") return issue.expected !== "string" && QUOTED.test(value);
  const isChoice =
    issue.code === "invalid_value" || (issue.code === "invalid_union" && "discriminator" in issue);
  return isChoice && WORD.test(value);
}

/** Has no words of its schema's own. */
function isUnexplained(issue: Issue): issue is z.core.$ZodIssueInvalidUnion {
  return issue.code === "invalid_union" && issue.message === "Invalid input";
}

/** The first thing that is wrong with it as each of its forms. */
function firstsOf({ errors }: z.core.$ZodIssueInvalidUnion): Issue[] {
  return errors.flatMap(([first]) => first ?? []);
}

/** What a schema's `refine` is given as `params`, where the text that came is neither a message nor a secret. */
export const PUBLIC = { isPublic: true };

function isPublic(issue: Issue): boolean {
  return issue.code === "custom" && issue.params?.isPublic === true;
}

/** A text as it stands, so that it is found in a long list. */
export function inFull(value: unknown): string {
  return visible(JSON.stringify(value));
}

/**
 * The one form in which anything that is not as it should be is told.
 *
 * @param where the key or the argument; empty where the whole is meant
 * @param came in words, by {@link typeOf} where the value may be private
 */
export function mismatch(where: string, expected: string, came: string): string {
  const what = `expected ${expected}, got ${came}`;
  return where === "" ? what : `${where}: ${what}`;
}

/** What came, by its type alone. */
export function typeOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return `${/^[aeiou]/.test(typeof value) ? "an" : "a"} ${typeof value}`;
}

/** Why the operating system did not do something, by its code (`ENOENT`); another error in its own words. */
export function reasonOf(cause: unknown): string {
  return String(cause instanceof Error && "code" in cause ? cause.code : cause);
}

function expected(issue: Issue): string {
  if (issue.code === "invalid_type") return issue.expected;
  if (issue.code === "invalid_value") return issue.values.map((value) => JSON.stringify(value)).join(" or ");
  if (issue.code === "too_small") return `${issue.inclusive ? "at least" : "more than"} ${issue.minimum}`;
  if (issue.code === "too_big") return `${issue.inclusive ? "at most" : "less than"} ${issue.maximum}`;
  if (isUnexplained(issue)) return [...new Set(firstsOf(issue).map(expected))].join(" or ");
  return issue.message;
}

function keyPath(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    const name = String(key);
    return /^[\w$]+$/.test(name)
      ? text
        ? `${text}.${name}`
        : name
      : `${text}[${visible(JSON.stringify(name))}]`;
  }, root);
}

/** Zod's own `reportInput` would put the value into the error, and errors get into logs. */
function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}

function shown(value: unknown): string {
  return typeof value === "number" || typeof value === "boolean" ? String(value) : typeOf(value);
}
