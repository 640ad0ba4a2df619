/** The live side of Feishu: what needs the official client or a server. Loading it takes a moment. */

export { Whereabouts, type WhereaboutsOptions } from "./place/whereabouts.ts";
export type { Accept, Arrival, Taken, Transport } from "./receive/arrival.ts";
export type { GroupPolicy, GroupPolicyOptions } from "./receive/group-policy.ts";
export { Intake } from "./receive/intake.ts";
export type { IntakeOptions, IntakeStats } from "./receive/intake-options.ts";
export { LongConnection } from "./receive/long-connection.ts";
export type { ConnectionState, LongConnectionOptions } from "./receive/long-connection-options.ts";
export { createPolicy, type DmPolicy, type PolicyOptions, type Verdict } from "./receive/policy.ts";
export type { ReactionNotifications, ReactionPolicyOptions } from "./receive/reaction-policy.ts";
export { type CardAnswer, RECEIVED, type Toast, TRY_AGAIN } from "./receive/toast.ts";
export { Replies, type RepliesOptions, type SendOptions } from "./reply/replies.ts";
export { ReplyError } from "./reply/reply-error.ts";
export type { ReplyFailure } from "./reply/reply-failure.ts";
export type { Reply } from "./reply/reply-parts.ts";
export { type ReplyTarget, replyTargetOf } from "./reply/reply-target.ts";
export { SendingTime, type Share } from "./reply/sending-time.ts";
export { type ClientOptions, createClient, type FeishuClient, fetchBotOpenId } from "./sdk/client.ts";
export { apiUrl } from "./sdk/domain.ts";
export { FeishuTime } from "./sdk/feishu-time.ts";
export type { ChannelLog } from "./sdk/log.ts";
export type { SentMessage } from "./sdk/sent-message.ts";
export type { BodyLimits } from "./webhook/body.ts";
export { WebhookRefusal, type WebhookSecrets } from "./webhook/open-webhook.ts";
export type { WebhookHandlerOptions } from "./webhook/receive-request.ts";
export { createWebhookHandler } from "./webhook/web-handler.ts";
export { addWebhook, type FastifyLike, type WebhookOptions } from "./webhook/webhook.ts";
