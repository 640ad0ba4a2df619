import type { Transport } from "../../transport.ts";
/** How one attempt to deliver ended. */
export type AttemptOutcome =
  | "pending"
  | "acked"
  /** Answered, but not with 200. */
  | "refused"
  | "timeout"
  /** Nobody was connected, or the webhook could not be reached. */
  | "unreachable";

/** One attempt to deliver an event, over one connection or one request. */
export interface Attempt {
  /** From 1; both copies of a duplicate have the same number. */
  readonly number: number;
  readonly transport: Transport;
  /** By the stand-in's clock. */
  readonly at: number;
  outcome: AttemptOutcome;
  /** Which long connection it went over, counted from 1 as they came; undefined when it went over none. */
  connection?: number;
  /** What the receiver answered: the code in the frame, or the HTTP status. */
  code?: number;
  /** What it said beside: the toast for a card action, the challenge of a webhook. */
  data?: unknown;
  /** How long the answer took, in ms. Also set when it came too late. */
  answeredMs?: number;
}

/**
 * One event on its way to the bot, with everything that was tried.
 *
 * @example
 * ```ts
 * import { type StandIn } from "feishu-dispatch-dedup/stand-in";
 *
 * export async function deliver(feishu: StandIn, event: object) {
 *   const delivery = feishu.deliver(event, { transport: "webhook" });
 *   await feishu.changes.until("an answer", () => delivery.state !== "open");
 *   return delivery.attempts.map(({ outcome, answeredMs }) => ({ outcome, answeredMs }));
 * }
 * ```
 */
export class Delivery {
  readonly eventId: string;
  readonly appId: string;
  readonly transport: Attempt["transport"];
  /** The bytes pushed; an encrypted webhook wraps them. */
  readonly payload: Uint8Array;
  /** Whether it is tried again; card actions are not. */
  readonly repeats: boolean;
  /** Header `type` of the frames. */
  readonly type: "event" | "card";
  /** The event whose acknowledging connections it must not use. */
  readonly elsewhereThan: Delivery | undefined;
  readonly attempts: Attempt[] = [];
  /** When it is delivered again, by the stand-in's clock; undefined while an attempt is under way. */
  nextAt: number | undefined;
  /** Whether it was acknowledged, or nobody will try again. */
  state: "open" | "acked" | "given-up" = "open";

  constructor(event: unknown, options: DeliverOptions & { appId: string }) {
    const envelope = headerFields(event);
    this.eventId = envelope.event_id ?? "";
    this.appId = options.appId;
    this.transport = options.transport ?? "websocket";
    this.payload = event instanceof Uint8Array ? event : new TextEncoder().encode(JSON.stringify(event));
    this.repeats = envelope.event_type !== "card.action.trigger";
    this.type = options.type ?? "event";
    this.elsewhereThan = options.elsewhereThan;
  }
}

/** Which way an event goes, and what goes wrong on it. */
export interface DeliverOptions {
  /** Whose event it is. @default the event's `header.app_id` when the stand-in knows it, else the first app */
  readonly appId?: string;
  /** Which way it goes. @default "websocket" */
  readonly transport?: Transport;
  /** Sends this many at once, in the first attempt. @default 1, or 2 by the fault `duplicate` */
  readonly copies?: number;
  /** Holds it back, in ms, so that later events overtake it. @default by the fault `shuffleMs` */
  readonly afterMs?: number;
  /** Loses the answers to the first so many attempts. @default by the fault `loseAck` */
  readonly loseAcks?: number;
  /** What the frames say they carry; the official client drops everything but "event". @default "event" */
  readonly type?: "event" | "card";
  /**
   * Never sends it over a long connection that has acknowledged this other event, so that it reaches another gateway
   * of the app; while there is no other connection, nobody is reached. @default any connection will do
   */
  readonly elsewhereThan?: Delivery;
}

/** `event_id`, `event_type` and `app_id` of an envelope, as far as they are there and strings. */
export function headerFields(event: unknown): Record<string, string | undefined> {
  const header = Object(Object(event).header);
  const field = (key: string) => (typeof header[key] === "string" ? header[key] : undefined);
  return { event_id: field("event_id"), event_type: field("event_type"), app_id: field("app_id") };
}
