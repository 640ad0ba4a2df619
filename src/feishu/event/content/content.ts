/**
 * The `content` of a message: JSON in a string, of a form that depends on the message's type. Only the types that can
 * carry a command are looked into, and nothing in them is required: what cannot be read still wants its turn.
 *
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/message_content
 */

type Fields = Readonly<Record<string, unknown>>;

/** What stands in a line of a post: a text, a link, somebody's mention, a picture. What it does not have is empty. */
export interface PostElement {
  readonly tag: string;
  readonly text: string;
  readonly href: string;
  readonly user_id: string;
  readonly user_name: string;
  readonly image_key: string;
  readonly file_key: string;
  readonly emoji_type: string;
}

/** A post in one language: lines below a title. */
export interface PostBody {
  readonly title: string;
  readonly lines: ReadonlyArray<readonly PostElement[]>;
}

/** The text of a `text` message. */
export function readText(content: string): string | undefined {
  const { text } = fieldsOf(parseJson(content));
  return typeof text === "string" ? text : undefined;
}

/**
 * What a `post` message may say, as people send it, or with one body for each language, as apps send it. The languages
 * say the same, but some of them may be empty.
 */
export function* readPost(content: string): Generator<PostBody> {
  const value = parseJson(content);
  const { post = value } = fieldsOf(value);
  yield bodyOf(post);
  for (const language of Object.values(fieldsOf(post))) yield bodyOf(language);
}

/** Lists within lists are no form of Feishu's: what is nested deeper than this is left out. */
const MAX_LEVELS = 8;

function bodyOf(value: unknown): PostBody {
  const { title, content = [] }: Fields = Array.isArray(value) ? { content: value } : fieldsOf(value);
  const list: unknown[] = Array.isArray(content) ? content : [content];
  // A flat list is one line.
  const lines = list.length === 0 || list.some(Array.isArray) ? list : [list];
  return { title: textIn(title), lines: lines.map((line) => [line].flat(MAX_LEVELS).flatMap(elementsIn)) };
}

function elementsIn(value: unknown): PostElement[] {
  if (typeof value === "string") return [elementOf({ tag: "text", text: value })];
  return isFields(value) ? [elementOf(value)] : [];
}

function elementOf(fields: Fields): PostElement {
  return {
    tag: textIn(fields.tag),
    text: textIn(fields.text),
    href: textIn(fields.href),
    user_id: textIn(fields.user_id),
    user_name: textIn(fields.user_name),
    image_key: textIn(fields.image_key),
    file_key: textIn(fields.file_key),
    emoji_type: textIn(fields.emoji_type),
  };
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

const NO_FIELDS: Fields = {};

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : NO_FIELDS;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON has no undefined, so it can stand for "not JSON". */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
