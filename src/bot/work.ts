import { randomUUID } from "node:crypto";
import type { Dispatch, Outcome } from "../dispatch/contract.ts";
import { InputError } from "../errors.ts";
import { type FeishuEvent, isNotice, parseEvent, toDispatch } from "../feishu/index.ts";
import { joinIdentity } from "../feishu/key/message-identities.ts";
import type { BotOptions, BotTurn } from "./options.ts";

/** One event, and what its author wants done. */
export interface Work {
  /** What the inbox keeps: enough to make the same work again. */
  readonly kept: unknown;
  /** Undefined for a type that this package does not know. */
  readonly event: FeishuEvent | undefined;
  readonly dispatch: Dispatch;
  readonly run: (turn: BotTurn) => unknown;
}

/** How an event ended. What its handler has thrown was told already. */
export type Ended = { readonly status: "failed"; readonly error: unknown } | Outcome<unknown>;

/** Whether nobody can want to put it back: its work was done before, or its author has taken it back. */
export function isForgotten(ended: Ended): boolean {
  return ended.status === "duplicate" || (ended.status === "cancelled" && ended.reason === "recalled");
}

/**
 * What the engine has to know of an event of any type. What asks for no work, and what is not known, waits for nobody:
 * it runs once, beside the turns of its person's session.
 *
 * @throws InputError `ERR_INVALID_EVENT` for what is of a known type and cannot be Feishu's
 */
export function workOf(envelope: unknown, options: BotOptions): Pick<Work, "event" | "dispatch"> {
  const event = knownEvent(envelope);
  if (event === undefined) return { event, dispatch: alone(identityOf(envelope, options.account)) };
  const dispatch = toDispatch(event, { dmScope: "per-channel-peer", ...options });
  return { event, dispatch: isNotice(event) ? alone(...dispatch.ids) : dispatch };
}

function knownEvent(envelope: unknown): FeishuEvent | undefined {
  try {
    return parseEvent(envelope);
  } catch (error) {
    if (error instanceof InputError && error.code === "ERR_UNKNOWN_EVENT") return undefined;
    throw error;
  }
}

function alone(...ids: readonly string[]): Dispatch {
  return { ids, sessionKey: ids[0] ?? "" };
}

interface AnyEnvelope {
  readonly header?: { readonly event_id?: unknown };
  readonly uuid?: unknown;
}

/** What has no id of its own is never the same as anything else. */
function identityOf(envelope: unknown, account = "default"): string {
  const { header, uuid } = envelope as AnyEnvelope; // it is an object, or would not have had a type
  const id = header?.event_id ?? uuid;
  return joinIdentity("event", account, typeof id === "string" && id !== "" ? id : randomUUID());
}
