import { hash } from "node:crypto";
import { isBlank } from "./blank.ts";
import { withoutMentions } from "./mentions.ts";
import { splitText } from "./split-text.ts";

/** What is said: a text of any length, or one message of another type. */
export type Reply =
  | {
      readonly text: string;
      /**
       * Whether `<at user_id="…"></at>` in it mentions people, up to everybody in the chat. Only for a text whose
       * author means it: one that quotes what somebody wrote would mention whom they like. @default false
       */
      readonly mentions?: boolean;
    }
  | { readonly msgType: "post" | "interactive" | "image" | "file"; readonly content: object };

/** One message, as the API takes it. */
export interface ReplyPart {
  readonly msg_type: string;
  /** JSON text. */
  readonly content: string;
  /** Makes the message one message for an hour, however often it is sent. */
  readonly uuid: string;
}

/** The messages that a reply is sent as: as many as the size limit makes of a text, none of them blank, else one. */
export function partsOf(reply: Reply, name: string): ReplyPart[] {
  const contents =
    "text" in reply ? textsOf(reply.mentions ? reply.text : withoutMentions(reply.text)) : [reply.content];
  const msg_type = "text" in reply ? "text" : reply.msgType;
  const what = hash("sha256", JSON.stringify(contents));
  return contents.map((content, index) => ({
    msg_type,
    content: JSON.stringify(content),
    uuid: uuidOf(name, what, index),
  }));
}

function textsOf(text: string): Array<{ text: string }> {
  const parts = splitText(text).filter((part) => !isBlank(part));
  return parts.map((part) => ({ text: part }));
}

/**
 * The `uuid` of a part: 43 characters of the 50 that Feishu takes, the same whenever name, reply and number are.
 * What comes under a known `uuid` Feishu drops without comparing it, so that another reply needs another one.
 */
function uuidOf(name: string, what: string, index: number): string {
  return hash("sha256", JSON.stringify([name, what, index]), "base64url");
}
