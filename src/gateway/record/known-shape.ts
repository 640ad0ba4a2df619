/**
 * What of an event is known to be Feishu's own, by where it stands. Whatever is not named here is somebody's.
 *
 * Shapes are from the schemas of `feishu/event` and from Feishu's event reference,
 * https://open.feishu.cn/document/server-docs/im-v1/message/events/receive
 */

import { eventTypes } from "../../feishu/index.ts";

/** What stands at a place. A set of words is kept when it is one of them; everything else is replaced. */
export type Rule =
  /** One of Feishu's ids: invented anew, the same for the same. */
  | "id"
  /** A time in s, ms or µs. */
  | "time"
  /** What somebody wrote: a command word of the table stays. */
  | "said"
  /** The key of a mention, `@_user_1`. */
  | "mention"
  /** JSON in a string, of a form that hangs on the message's type. */
  | "content"
  /** Nothing of it is Feishu's, but it is Feishu that puts it there. */
  | "theirs"
  | ReadonlySet<string>;

/** What is known of a value: a rule, a list of the same, or an object with known keys; `*` stands for the others. */
export type Shape = Rule | readonly [Shape] | { readonly [key: string]: Shape };

const words = (text: string): Rule => new Set(text.split(" "));

const userIds = { open_id: "id", user_id: "id", union_id: "id" } as const;
const chatType = words("p2p private group topic_group topic");
const mention = {
  key: "mention",
  id: userIds,
  name: "theirs",
  mentioned_type: words("user bot"),
  tenant_key: "id",
} as const;

/** The kinds of event have no path in common at which they mean different things, so one table serves all. */
export const eventShape: Shape = {
  schema: words("2.0"),
  header: {
    event_id: "id",
    event_type: new Set(eventTypes),
    create_time: "time",
    app_id: "id",
    tenant_key: "id",
  },
  event: {
    sender: { sender_id: userIds, sender_type: words("user app anonymous unknown bot"), tenant_key: "id" },
    message: {
      message_id: "id",
      root_id: "id",
      parent_id: "id",
      thread_id: "id",
      create_time: "time",
      update_time: "time",
      chat_id: "id",
      chat_type: chatType,
      message_type: words(
        "text post image file audio media sticker interactive share_chat share_user system location " +
          "merge_forward folder video_chat todo vote hongbao calendar share_calendar_event general_calendar",
      ),
      content: "content",
      mentions: [mention],
    },
    message_id: "id",
    message_id_list: ["id"],
    reaction_type: { emoji_type: words("OK THUMBSUP THANKS MUSCLE APPLAUSE DONE SMILE HEART JIAYI Typing") },
    operator_type: words("user app"),
    user_id: userIds,
    app_id: "id",
    action_time: "time",
    chat_id: "id",
    chat_type: chatType,
    thread_id: "id",
    root_id: "id",
    operator: { ...userIds, tenant_key: "id", operator_id: userIds, operator_name: "theirs" },
    event_key: "theirs",
    token: "id",
    action: {
      value: "theirs",
      name: "theirs",
      option: "theirs",
      form_value: "theirs",
      input_value: "theirs",
      tag: words(
        "button overflow select_static select_person multi_select_static picker_date input form checker",
      ),
    },
    host: words("im_message im_top_notice"),
    delivery_type: words("url_preview"),
    context: { open_message_id: "id", open_chat_id: "id" },
    timestamp: "time",
    operator_id: userIds,
    reader: { reader_id: userIds, read_time: "time", tenant_key: "id" },
    last_message_id: "id",
    last_message_create_time: "time",
    recall_time: "time",
    recall_type: words("message_owner group_owner group_manager enterprise_manager"),
  },
};

const element = {
  tag: words("text a at img media emotion hr code_block md"),
  text: "said",
  href: "theirs",
  user_id: "mention",
  user_name: "theirs",
  image_key: "id",
  file_key: "id",
} as const;
const body = { title: "said", content: [[element]] } as const;
/** In one language or in several; `*` is a language. */
const post = { ...body, zh_cn: body, en_us: body, ja_jp: body, "*": body } as const;

/** What is known of a message's content, whatever its type. */
export const contentShape: Shape = {
  text: "said",
  ...post,
  post,
  image_key: "id",
  file_key: "id",
  chat_id: "id",
  user_id: "id",
  file_name: "theirs",
};
