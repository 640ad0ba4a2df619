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

/**
 * The content of a message of any type without its mentions: in its texts, wherever they stand, and as elements of a
 * post. What a button carries back stays as it is; nobody is shown it.
 */
export function contentWithoutMentions(content: object): object {
  return withoutThem(content) as object; // what is an object stays one
}

function withoutThem(value: unknown): unknown {
  if (typeof value === "string") return withoutMentions(value);
  if (Array.isArray(value)) return value.map(withoutThem);
  if (typeof value !== "object" || value === null) return value;
  if ("tag" in value && value.tag === "at") return { tag: "text", text: `@${nameIn(value)}` };
  const isElement = "tag" in value || ("type" in value && value.type === "callback");
  const entries = Object.entries(value).map(([key, it]) => [
    key,
    isElement && key === "value" ? it : withoutThem(it),
  ]);
  return Object.fromEntries(entries);
}

function nameIn(at: object): string {
  const { user_name, user_id } = Object(at);
  return withoutMentions(String(user_name || user_id || ""));
}
