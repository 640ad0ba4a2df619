/** For who writes a bot with the official SDK: its handlers, each event once and each session one turn at a time. */
export { type ChannelHandlers, channelOptions, dedupChannel } from "./channel.ts";
export { NotTaken } from "./errors.ts";
export { type BotHandlers, type DispatcherHandlers, dedupHandlers } from "./handlers.ts";
export type { BotOptions, BotTurn } from "./options.ts";
export type { EventHandler } from "./receiver.ts";
export { type BotWebhookOptions, dedupNodeWebhook, dedupWebhook } from "./webhook.ts";
