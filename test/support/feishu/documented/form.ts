/**
 * Events in the form of the examples in Feishu's event reference, with all of their keys; ids and names are invented.
 *
 * @see https://open.feishu.cn/document/server-docs/im-v1/message/events/receive
 */
import { hexOf } from "../../../../src/stand-in/ids.ts";
import { feishuId } from "../../../../src/stand-in/index.ts";

/** The app's own bot, by the `open_id` that it has in this app. */
export const BOT = feishuId("ou", "the bot");
/** Who writes, and where: one direct chat, one group, one group of topics, and a thread of each. */
export const ids = {
  open_id: feishuId("ou", "Li Na"),
  union_id: feishuId("on", "Li Na"),
  user_id: "e33ggbyz",
};
export const chats = {
  dm: feishuId("oc", "direct"),
  group: feishuId("oc", "group"),
  topics: feishuId("oc", "topics"),
};
export const MESSAGE = feishuId("om", "the message");
/** What the bot has answered to it: what cards and reactions are on. */
export const ANSWER = feishuId("om", "the answer");
export const FIRST = feishuId("om", "the first of the thread");
export const THREAD = feishuId("omt", "the thread");
const tenant_key = "736588c9260f175e";
const written = "1609073151345";

type Fields = Readonly<Record<string, unknown>>;

export function envelope(event_type: string, event: Fields, create_time = "1609073151512") {
  const header = {
    event_id: hexOf(`event of ${event_type}`),
    event_type,
    create_time,
    token: "rvaYgkND1iOiu5MM0E1rncYC6PLtF7JV",
    app_id: "cli_9f5343c580712544",
    tenant_key: "2ca1d211f64f6438",
  };
  return { schema: "2.0", header, event };
}

/** A message of any type; its content as Feishu writes it, which is JSON but for merged forwards. */
export function message(message_type: string, content: unknown, fields: Fields = {}) {
  return envelope("im.message.receive_v1", {
    sender: { sender_id: ids, sender_type: "user", tenant_key },
    message: {
      message_id: MESSAGE,
      create_time: written,
      update_time: written,
      chat_id: chats.dm,
      chat_type: "p2p",
      message_type,
      content: typeof content === "string" ? content : JSON.stringify(content),
      user_agent:
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Lark/6.7.5 LarkLocale/en_US SDK-Version/6.7.8",
      ...fields,
    },
  });
}

/** Somebody who is mentioned; guests and bots have no `user_id`. */
function mention(name: string, mentioned_type: "user" | "bot", user_id: string) {
  const open_id = name === "assistant" ? BOT : feishuId("ou", name);
  return { id: { open_id, union_id: feishuId("on", name), user_id }, mentioned_type, name, tenant_key };
}

export const mentioned = {
  bot: mention("assistant", "bot", ""),
  "another bot": mention("Weather Bot", "bot", ""),
  "a person": mention("李雷", "user", "a11lei22"),
  "a person with a long name": mention("Tom van der Berg", "user", "b11tom22"),
  "a guest": mention("Guest", "user", ""),
};

/** A message's `mentions`, numbered as its text numbers them. */
export function mentions(...who: ReadonlyArray<keyof typeof mentioned>): Fields {
  return { mentions: who.map((it, index) => ({ key: `@_user_${index + 1}`, ...mentioned[it] })) };
}
