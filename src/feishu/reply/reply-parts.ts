import { hash } from "node:crypto";
import { splitText } from "./split-text.ts";

/** What is said: a text of any length, or one message of another type. */
export type Reply =
  | { readonly text: string }
  | { readonly msgType: "post" | "interactive" | "image" | "file"; readonly content: object };

/** One message, as the API takes it. */
export interface ReplyPart {
  readonly msg_type: string;
  /** JSON text. */
  readonly content: string;
  /** Makes the message one message for an hour, however often it is sent. */
  readonly uuid: string;
}

/** The messages that a reply is sent as: as many as the size limit makes of a text, else one. */
export function partsOf(reply: Reply, name: string): ReplyPart[] {
  const contents = "text" in reply ? splitText(reply.text).map((text) => ({ text })) : [reply.content];
  const msg_type = "text" in reply ? "text" : reply.msgType;
  return contents.map((content, index) => ({
    msg_type,
    content: JSON.stringify(content),
    uuid: replyUuid(name, index),
  }));
}

/** The `uuid` of a part: 43 characters of the 50 that Feishu takes, the same whenever name and number are. */
export function replyUuid(name: string, index: number): string {
  return hash("sha256", JSON.stringify([name, index]), "base64url");
}
