import type { ChatType } from "../../feishu/event/chat-types.ts";
import {
  contentIdentity,
  type IdentityOptions,
  messageIdentity,
} from "../../feishu/key/message-identities.ts";
import { reportedAs } from "../host/completions.ts";
import type { ReplyDispatchEvent } from "../host/host.ts";
import { mediaIn } from "../host/media.ts";
import type { HostMessage } from "../host/message.ts";

/** A message that reached `reply_dispatch`, as far as the plugin cares. */
export interface InboundMessage {
  /** In lower case. */
  readonly channel: string;
  readonly messageId: string;
  /** The channel's account, as identities name it. */
  readonly account: string;
  /** How the host's diagnostics name this dispatch: any of these. */
  readonly reportedAs: readonly string[];
  readonly sessionKey: string;
  readonly chatType: ChatType;
  readonly ids: readonly string[];
  readonly text: string;
  /** When it was written, by Feishu's clock. */
  readonly createdAt: number | undefined;
}

/**
 * Reads what the host says about a message.
 *
 * @returns undefined when there is nothing to order or to recognise it by: such a dispatch passes
 */
export function readInbound({ ctx, sessionKey }: ReplyDispatchEvent): InboundMessage | undefined {
  const messageId = ctx?.MessageSid;
  const channel = ctx?.OriginatingChannel ?? ctx?.Provider;
  if (!ctx || !messageId || !channel || !sessionKey) return undefined;
  return {
    channel: channel.toLowerCase(),
    messageId,
    account: accountOf(channel, ctx.AccountId).account,
    reportedAs: namesInReports(ctx, messageId, channel),
    sessionKey,
    chatType: ctx.ChatType === "direct" ? "p2p" : "group",
    ids: identitiesOf(ctx, messageId),
    text: commandText(ctx),
    createdAt: Number.isFinite(ctx.Timestamp) ? ctx.Timestamp : undefined,
  };
}

/** @openclaw/feishu writes everybody but the bot itself like this; a name is text, so it has no brackets. */
const MENTION = /<at user_id="[^"]*">[^<]*<\/at>/g;

/**
 * What the host looks for a command in. In a group it leaves out whoever is mentioned there, so what is behind them is
 * a command to it, and has to be one to the plugin: a `/new` that the host carries out must not come out of its turn.
 */
function commandText({ CommandBody, RawBody, ChatType }: HostMessage): string {
  const text = CommandBody ?? RawBody ?? "";
  return ChatType === "direct" ? text : text.replace(MENTION, " ");
}

/** Versions differ in which of a message's two ids they report, and a message may come from elsewhere than its origin. */
function namesInReports(ctx: HostMessage, messageId: string, channel: string): string[] {
  const from = ctx.Surface ?? ctx.Provider ?? channel;
  return [messageId, ctx.MessageSidFull ?? messageId].map((id) => reportedAs(from, id));
}

/**
 * The message id, and what the message holds: redelivery under a fresh message id keeps its `create_time`.
 * Without a text, a file or a time there is nothing that tells two messages apart, so only the id counts then.
 */
function identitiesOf(ctx: HostMessage, messageId: string): string[] {
  const account = accountOf(ctx.OriginatingChannel ?? ctx.Provider, ctx.AccountId);
  const ids = [messageIdentity(messageId, account)];
  const { RawBody, Timestamp, SenderId: sender } = ctx;
  if (!sender || !Number.isFinite(Timestamp)) return ids;
  // Not every version names the chat itself; the sender's direct chat has one name on each.
  const chatId = ctx.NativeChannelId ?? ctx.To ?? "";
  for (const content of [RawBody, mediaIn(ctx)])
    if (content)
      ids.push(contentIdentity({ chatId, sender, createTime: String(Timestamp), content }, account));
  return ids;
}

/** An account of a channel, for identities. */
export function accountOf(
  channel: string | undefined,
  accountId: string | undefined,
): Required<IdentityOptions> {
  return { account: `${channel}/${accountId ?? "default"}` };
}
