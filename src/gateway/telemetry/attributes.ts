import type { Attributes } from "@opentelemetry/api";

/** Of metrics. How many values they have is bounded by the config and the code: none holds an id, a session or a text. */
export const ACCOUNT = "messaging.destination.name";
export const SYSTEM = "messaging.system";
export const OPERATION = "messaging.operation.name";
export const ERROR = "error.type";
export const TRANSPORT = "feishu.dispatch.transport";
export const OUTCOME = "feishu.dispatch.outcome";
export const CLAIM = "feishu.dispatch.claim";
export const IDENTITY = "feishu.dispatch.identity";
export const REPLY = "feishu.dispatch.reply";
export const REASON = "feishu.dispatch.reason";

/** Of spans alone. */
export const OPERATION_TYPE = "messaging.operation.type";
export const MESSAGE_ID = "messaging.message.id";
export const TURN_ID = "feishu.dispatch.turn.id";
export const ATTEMPT = "feishu.dispatch.attempt";

/** What all of `messaging.` says of itself. */
export function messaging(operation: "receive" | "process" | "send" | "ack", account: string): Attributes {
  return { [SYSTEM]: "feishu", [OPERATION]: operation, [ACCOUNT]: account };
}
