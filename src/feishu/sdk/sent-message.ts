/** A message that the bot has sent, as far as Feishu says. */
export interface SentMessage {
  /** Its id, `om_…`. */
  readonly messageId: string;
  /** The chat it stands in. */
  readonly chatId?: string | undefined;
  /** The thread it stands in. */
  readonly threadId?: string | undefined;
  /** The message that was answered first, if it is an answer. */
  readonly rootId?: string | undefined;
}
