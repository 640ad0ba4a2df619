import { hash } from "node:crypto";
import { isBlank } from "../../text/blank.ts";
import { splitMarkdown } from "./markdown/split-markdown.ts";
import { contentWithoutMentions, withoutMentions } from "./mentions.ts";
import { splitText } from "./split-text.ts";

/** What is said: a text or markdown of any length, or one message of another type. */
export type Reply = (
  | { readonly text: string }
  /**
   * Sent as a post, whose `md` elements take bold, italics, links, lists, quotes, code and rulers. Feishu shows
   * headings and tables as they are written.
   */
  | { readonly markdown: string }
  | {
      /** Feishu's own name, e.g. `post`, `interactive`, `image`, `file`, `share_chat`. */
      readonly msgType: string;
      /** What this type holds, not yet as JSON text. */
      readonly content: object;
    }
) & {
  /**
   * Whether `<at user_id="…"></at>` in it, or an `at` element, mentions people, up to everybody in the chat. Only for
   * what its author means: one that quotes what somebody wrote would mention whom they like. @default false
   */
  readonly mentions?: boolean;
};

/** One message, as the API takes it. */
export interface ReplyPart {
  readonly msg_type: string;
  /** JSON text. */
  readonly content: string;
  /** Makes the message one message for an hour, however often it is sent. */
  readonly uuid: string;
}

/**
 * The messages that a reply is sent as: as many as the size limit makes of it, none of them blank.
 *
 * @param isNamedAlone whether the name alone makes it one message, whatever it says
 */
export function partsOf(reply: Reply, name: string, isNamedAlone = false): ReplyPart[] {
  const { msgType: msg_type, contents } = messagesOf(reply);
  const what = isNamedAlone ? "" : hash("sha256", JSON.stringify(contents));
  return contents.map((content, index) => ({
    msg_type,
    content: JSON.stringify(content),
    uuid: uuidOf(name, what, index),
  }));
}

/** Whether nobody would see anything of it; it makes no messages. */
export function isBlankReply(reply: Reply): boolean {
  const text = "markdown" in reply ? reply.markdown : "text" in reply ? reply.text : textIn(reply);
  return text !== undefined && isBlank(text);
}

interface Messages {
  readonly msgType: string;
  readonly contents: readonly object[];
}

function messagesOf(reply: Reply): Messages {
  const mentions = reply.mentions ?? false;
  const safe = (text: string) => (mentions ? text : withoutMentions(text));
  if ("markdown" in reply)
    return { msgType: "post", contents: seen(splitMarkdown(safe(reply.markdown))).map(postOf) };
  const text = "text" in reply ? reply.text : textIn(reply);
  if (text !== undefined)
    return { msgType: "text", contents: seen(splitText(safe(text))).map((part) => ({ text: part })) };
  const { msgType, content } = reply as Extract<Reply, { msgType: string }>;
  return { msgType, contents: [mentions ? content : contentWithoutMentions(content)] };
}

/** A text that came as a message of a type is split like any other. */
function textIn(reply: Reply): string | undefined {
  if (!("msgType" in reply) || reply.msgType !== "text" || Object.keys(reply.content).length !== 1)
    return undefined;
  const { text } = Object(reply.content);
  return typeof text === "string" ? text : undefined;
}

function seen(parts: readonly string[]): string[] {
  return parts.filter((part) => !isBlank(part));
}

/** @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/create_json */
function postOf(markdown: string): object {
  return { zh_cn: { content: [[{ tag: "md", text: markdown }]] } };
}

/**
 * The `uuid` of a part: 43 characters of the 50 that Feishu takes, the same whenever name, reply and number are.
 * What comes under a known `uuid` Feishu drops without comparing it, so that another reply needs another one.
 */
function uuidOf(name: string, what: string, index: number): string {
  return hash("sha256", JSON.stringify([name, what, index]), "base64url");
}
