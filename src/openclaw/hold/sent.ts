import { messageIdentity } from "../../feishu/key/message-identities.ts";
import type { MessageSentContext, MessageSentEvent } from "../host/host.ts";
import { accountOf } from "./inbound-message.ts";
import type { PluginParts } from "./plugin-parts.ts";

/** What the bot itself has sent is no work, should it be pushed back as if somebody had written it. */
export function noteSent(
  { config, memory }: PluginParts,
  { success, messageId }: MessageSentEvent,
  { channelId, accountId }: MessageSentContext,
): void {
  if (!success || !messageId || !config.channels.includes(channelId.toLowerCase())) return;
  memory.add([messageIdentity(messageId, accountOf(channelId, accountId))]);
}
