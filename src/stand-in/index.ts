export { DEMO_APP, type StandInApp } from "./apps.ts";
export { Changes, type StandInEvents } from "./changes.ts";
export type { Answer } from "./courier.ts";
export type { Attempt, AttemptOutcome, DeliverOptions, Delivery } from "./delivery.ts";
export { EventMaker } from "./events.ts";
export { feishuId } from "./ids.ts";
export {
  type ClientConfig,
  type Faults,
  feishuTimings,
  type StandInOptions,
  type Timings,
} from "./options.ts";
export type { SentMessage } from "./outbox.ts";
export { rateLimited, refusal, type ScriptedAnswer, type ScriptRule } from "./script.ts";
export { encryptBody, signatureHeaders } from "./signing.ts";
export { StandIn, startStandIn } from "./stand-in.ts";
