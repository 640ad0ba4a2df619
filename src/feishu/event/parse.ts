import { z } from "zod";
import { InputError } from "../../errors.ts";
import { mismatch, typeOf } from "../../explain.ts";
import { object } from "./envelope.ts";
import { type FeishuEvent, rowOf } from "./events.ts";
import { fromDispatcher, isFromDispatcher } from "./from-dispatcher.ts";
import { isV1, upgradeV1 } from "./v1.ts";

const header = z.looseObject({ event_type: z.string({ error: "the type of an event" }) }, object);
const anyEnvelope = z.looseObject({ schema: z.literal("2.0", { error: '"2.0"' }), header }, object);

/**
 * Checks that this is what Feishu sends, and gives it a type.
 *
 * Keys that are not known are kept. The result is a copy down to the keys that are known, so changing the input
 * later does not change what was checked. An event of the old format (version 1) comes back in the form of 2.0.
 *
 * @param input the body of a webhook request once decrypted, the payload of a long connection's frame, or what the SDK's
 * `EventDispatcher` hands to its handlers, with header and body laid over each other
 * @throws InputError `ERR_UNKNOWN_EVENT` for an event type that is not in {@link eventTypes}, `ERR_INVALID_EVENT`
 * for anything Feishu could not have sent. The message names the key, what was expected and the type of what
 * came, never its value.
 *
 * @example
 * ```ts
 * import { isMessage, parseEvent } from "feishu-dispatch-dedup/feishu";
 *
 * export function chatOf(body: string): string | undefined {
 *   const event = parseEvent(JSON.parse(body));
 *   return isMessage(event) ? event.event.message.chat_id : undefined;
 * }
 * ```
 */
export function parseEvent(input: unknown): FeishuEvent {
  try {
    checkLevels(input);
    const envelope = isFromDispatcher(input) ? fromDispatcher(input) : input;
    return parse(isV1(envelope) ? upgradeV1(envelope) : envelope);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    // Not JSON: a getter or proxy that throws when it is read.
    const message = mismatch("the event", "plain data", "an object that throws");
    throw new InputError("ERR_INVALID_EVENT", message, { cause });
  }
}

/** Feishu's own events have less than 20 levels. From some thousands on, nothing can write them as JSON any more. */
const MAX_LEVELS = 200;

function parse(input: unknown): FeishuEvent {
  const type = read(input, ["header", "event_type"]);
  const schema = typeof type === "string" ? rowOf(type)?.schema : undefined;
  if (schema === undefined) throw notKnown(input, type);
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw invalid(input, result.error);
}

/** It ends long before a recursion would by itself. */
function checkLevels(value: unknown, depth = 0): void {
  if (depth > MAX_LEVELS) {
    const message = mismatch("the event", `at most ${MAX_LEVELS} levels of objects and lists`, "more");
    throw new InputError("ERR_INVALID_EVENT", message);
  }
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) checkLevels(Reflect.get(value, key), depth + 1);
}

function notKnown(input: unknown, type: unknown): InputError {
  const { error } = anyEnvelope.safeParse(input);
  return error === undefined ? unknownEvent(type) : invalid(input, error);
}

function invalid(input: unknown, error: z.ZodError): InputError {
  const [issue] = error.issues;
  const path = issue?.path ?? [];
  const where = path.length === 0 ? "the event" : z.core.toDotPath(path);
  const message = mismatch(where, issue?.message ?? "something else", described(read(input, path)));
  return new InputError("ERR_INVALID_EVENT", message);
}

/** A type that looks like one of Feishu's is not private, and says which subscription to end. */
function unknownEvent(type: unknown): InputError {
  const named = typeof type === "string" && /^[a-z0-9_]{1,64}(\.[a-z0-9_]{1,64}){1,8}$/.test(type);
  const came = named ? type : described(type);
  const message = mismatch("header.event_type", "the type of a known event", came);
  return new InputError("ERR_UNKNOWN_EVENT", message);
}

function read(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null) return undefined;
    current = Reflect.get(current, key);
  }
  return current;
}

/** Numbers are not shown: they may be private here, as texts are. */
function described(value: unknown): string {
  if (value === "") return "an empty string";
  return Array.isArray(value) ? "a list" : typeOf(value);
}
