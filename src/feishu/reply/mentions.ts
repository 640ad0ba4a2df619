/** A character that is not seen and breaks no line: U+2060. */
const WORD_JOINER = "\u2060";

/** How a mention begins or ends: `<at`, with what a reader may skip in it. */
const TAG = /<(?=[\s\p{Cc}\p{Default_Ignorable_Code_Point}/]*at(?![a-z0-9]))/giu;

/**
 * The text with its mentions (`<at user_id="…">`) as plain text that looks the same: Feishu makes a mention of them
 * wherever they stand in a text, and has no way to escape one.
 *
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json
 */
export function withoutMentions(text: string): string {
  return text.replaceAll(TAG, `<${WORD_JOINER}`);
}
