import type { Dispatch } from "../dispatch/contract.ts";
import type { FeishuEvent } from "../feishu/index.ts";

/**
 * How a gateway dispatches a message.
 *
 * - `single`: once, on the session lane.
 * - `dual`: twice at once, on the session lane and on the main lane.
 * - `nested`: on the session lane, and from inside that turn again on the main lane.
 */
export type Lanes = "single" | "dual" | "nested";

/** One situation: what arrived, when, and how the gateway took it. */
export interface Fixture {
  readonly name: string;
  /** Events in the file; also those that ask for no work. */
  readonly events: number;
  /** What happens, in order. */
  readonly steps: ReadonlyArray<Delivery | Restart>;
  /** The time at the start of the fixture, in ms since the epoch: nothing arrives before it was written. */
  readonly startsAt: number;
}

/** An event that asks for work arrives, for the first time or again. */
export interface Delivery {
  /** Since the start of the fixture, in ms. */
  readonly at: number;
  /** Its place among the deliveries; tells apart what arrived at the same moment. */
  readonly order: number;
  readonly event: FeishuEvent;
  readonly account: string;
  readonly transport: "websocket" | "webhook";
  readonly lanes: Lanes;
  readonly turnMs: number;
  readonly dispatch: Dispatch;
  /** What it asks for. Deliveries share it when their identities are linked, directly or through others. */
  readonly work: Work;
}

/** What has to be answered once. */
export interface Work {
  /** How often its turn throws before it succeeds. */
  readonly fails: number;
}

/** The process restarts: what is in memory is lost. */
export interface Restart {
  readonly at: number;
  readonly restart: true;
}

export function isRestart(step: Delivery | Restart): step is Restart {
  return "restart" in step;
}
