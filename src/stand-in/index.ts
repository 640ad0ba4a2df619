export { EventMaker, type Speaker } from "./event-maker.ts";
export { feishuId } from "./ids.ts";
export {
  type ClientConfig,
  type Faults,
  feishuTimings,
  type StandInOptions,
  type Timings,
} from "./options.ts";
export type { Answer } from "./push/courier.ts";
export { encryptBody, signatureHeaders } from "./push/signing.ts";
export { StandIn } from "./stand-in.ts";
export { startStandIn } from "./start-stand-in.ts";
export { DEMO_APP, type StandInApp } from "./state/apps.ts";
export { Changes, type StandInEvents } from "./state/changes.ts";
export type { Attempt, AttemptOutcome, DeliverOptions, Delivery } from "./state/delivery.ts";
export type { SentMessage } from "./state/outbox.ts";
export type { BotReaction } from "./state/reactions.ts";
export { rateLimited, refusal, type ScriptedAnswer, type ScriptRule } from "./state/script.ts";
