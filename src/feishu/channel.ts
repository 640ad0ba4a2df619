/** The live side of Feishu: what needs the official client or a server. Loading it takes a moment. */
export { Whereabouts, type WhereaboutsOptions } from "./place/whereabouts.ts";
export type { BotPolicyOptions } from "./policy/bot-policy.ts";
export type { GroupPolicy, GroupPolicyOptions } from "./policy/group-policy.ts";
export { createPolicy, type DmPolicy, type PolicyOptions, type Verdict } from "./policy/policy.ts";
export type { ReactionNotifications, ReactionPolicyOptions } from "./policy/reaction-policy.ts";
export { fetchQuote, type Quote, type QuoteOptions, quotedIdOf } from "./quote/quote.ts";
export { addReaction, removeReaction } from "./reaction/reactions.ts";
export type { Accept, Arrival, Taken, Transport } from "./receive/arrival.ts";
export { Intake } from "./receive/intake.ts";
export type { IntakeOptions, IntakeStats, IntakeWatcher } from "./receive/intake-options.ts";
export { LongConnection } from "./receive/long-connection.ts";
export type { ConnectionState, LongConnectionOptions } from "./receive/long-connection-options.ts";
export { type CardAnswer, RECEIVED, type Toast, TRY_AGAIN } from "./receive/toast.ts";
export { Replies } from "./reply/replies.ts";
export type { RepliesOptions, SendOptions, UpdateOptions } from "./reply/replies-options.ts";
export { ReplyError } from "./reply/reply-error.ts";
export type { ReplyFailure } from "./reply/reply-failure.ts";
export type { Reply } from "./reply/reply-parts.ts";
export { type ReplyPlace, type ReplyTarget, replyTargetOf } from "./reply/reply-target.ts";
export { SendingTime, type Share } from "./reply/sending-time.ts";
export {
  type Bot,
  type ClientOptions,
  createClient,
  type FeishuClient,
  fetchBot,
  fetchBotOpenId,
} from "./sdk/client.ts";
export { apiUrl } from "./sdk/domain.ts";
export { FeishuTime } from "./sdk/feishu-time.ts";
export type { ChannelLog } from "./sdk/log.ts";
export type { SentMessage } from "./sdk/sent-message.ts";
export type { BodyLimits } from "./webhook/body.ts";
export { WebhookRefusal, type WebhookSecrets } from "./webhook/open-webhook.ts";
export type { WebhookHandlerOptions } from "./webhook/receive-request.ts";
export { createWebhookHandler } from "./webhook/web-handler.ts";
export { addWebhook, type FastifyLike, type WebhookOptions } from "./webhook/webhook.ts";
