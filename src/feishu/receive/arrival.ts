import { FeishuDispatchError, InputError } from "../../errors.ts";
import type { Transport } from "../../transport.ts";
import type { FeishuEvent } from "../event/events.ts";
import type { Verdict } from "../policy/policy.ts";
import type { CardAnswer } from "./toast.ts";

export type { Transport };

/** An event that is Feishu's and that the policy takes. */
export interface Arrival {
  readonly event: FeishuEvent;
  readonly account: string;
  readonly transport: Transport;
  /** In ms since the epoch, by the intake's clock. */
  readonly receivedAt: number;
}

/**
 * Keeps an arrival: resolves once it is safe (in the inbox, or in memory), before its turn runs, and rejects when
 * it could not be kept. Feishu is told accordingly, and delivers again what was not kept.
 */
export type Accept = (arrival: Arrival) => Promise<void>;

/** What became of an event. */
export type Taken =
  | { readonly status: "accepted"; readonly answer?: CardAnswer }
  /** The policy does not take it, or its type is not known. Feishu need not send it again. */
  | { readonly status: "ignored"; readonly reason: Verdict | "unknown-type"; readonly answer?: CardAnswer }
  /** Not what Feishu sends: sending it again would not help. */
  | { readonly status: "malformed" }
  /** It could not be kept now. */
  | { readonly status: "unavailable"; readonly answer?: CardAnswer };

/** Whether an error says that an event can never be kept. Sent again, it would only come back. */
export function canNeverBeKept(error: unknown): boolean {
  if (error instanceof InputError) return true;
  return error instanceof FeishuDispatchError && error.code === "ERR_INVALID_ENTRY";
}
