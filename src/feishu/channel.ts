/** The live side of Feishu: what needs the official client or a server. Loading it takes a moment. */
export type { Accept, Arrival, Taken, Transport } from "./arrival.ts";
export { type ClientOptions, createClient, type FeishuClient, fetchBotOpenId } from "./client.ts";
export { apiUrl } from "./domain.ts";
export { Intake, type IntakeOptions, type IntakeStats } from "./intake.ts";
export type { ChannelLog } from "./log.ts";
export { WebhookRefusal, type WebhookSecrets } from "./open-webhook.ts";
export { createPolicy, type DmPolicy, type PolicyOptions, type Verdict } from "./policy.ts";
export { Replies, type RepliesOptions, type SendOptions } from "./replies.ts";
export { ReplyError, type ReplyFailure } from "./reply-error.ts";
export type { Reply } from "./reply-parts.ts";
export { type ReplyTarget, replyTargetOf } from "./reply-target.ts";
export { type CardAnswer, RECEIVED, type Toast, TRY_AGAIN } from "./toast.ts";
export { addWebhook, type WebhookOptions } from "./webhook.ts";
export { type ConnectionState, LongConnection, type LongConnectionOptions } from "./websocket.ts";
