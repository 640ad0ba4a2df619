/**
 * The events of Feishu that this package knows.
 *
 * The schemas are strict about what identity and order are taken from, and keep everything else as it came:
 * Feishu adds keys without notice. Shapes are from the type definitions of `@larksuiteoapi/node-sdk` 1.74 and
 * Feishu's event reference.
 */
import { z } from "zod";
import { envelope, object } from "./envelope.ts";
import { chatType, id, knownUser, optionalText, PERSON, time, userIds, userOf, word } from "./fields.ts";
import { type MessageEvent, messageEvent } from "./message.ts";

/** One push from Feishu. Tell the kinds apart with `isMessage`, `isReaction`, `isCardAction` and `isMenu`. */
export type FeishuEvent = EventsByKind[EventKind];

/** The kinds of event by name. One more kind is a row here, and the compiler names every place that has to know it. */
export interface EventsByKind {
  readonly message: MessageEvent;
  readonly reaction: ReactionEvent;
  readonly cardAction: CardActionEvent;
  readonly menu: MenuEvent;
  readonly recall: RecallEvent;
  readonly notice: NoticeEvent;
}

export type EventKind = keyof EventsByKind;

/** Somebody put an emoji on a message, or took it away. */
export type ReactionEvent = z.infer<typeof reactionEvent>;
/** Somebody used a card: pressed a button, chose from a list, sent a form. */
export type CardActionEvent = z.infer<typeof cardActionEvent>;
/** Somebody chose from the bot's menu, which only a DM has. */
export type MenuEvent = z.infer<typeof menuEvent>;
/** Somebody took a message back. */
export type RecallEvent = z.infer<typeof recallEvent>;
/** Something happened in a chat that asks for no work. */
export type NoticeEvent = z.infer<typeof noticeEvent>;

/** Where it happened. Feishu leaves this out; a channel that looked the message up may put it in. */
const whereabouts = {
  chat_id: id.nullish(),
  chat_type: chatType.nullish(),
  thread_id: optionalText,
  root_id: optionalText,
};

/** @see https://open.feishu.cn/document/server-docs/im-v1/message-reaction/events/created */
const reaction = z
  .looseObject(
    {
      message_id: id,
      reaction_type: z.looseObject({ emoji_type: word }, object),
      operator_type: word,
      user_id: userIds.nullish(),
      app_id: optionalText,
      action_time: time,
      ...whereabouts,
    },
    object,
  )
  .refine((it) => it.operator_type !== "user" || userOf(it.user_id) !== undefined, {
    path: ["user_id"],
    error: PERSON,
  });

/** @see https://open.feishu.cn/document/feishu-cards/card-callback-communication */
const cardAction = z.looseObject(
  {
    operator: knownUser,
    token: optionalText,
    action: z.looseObject({ tag: optionalText }, object),
    context: z.looseObject({ open_message_id: optionalText, open_chat_id: optionalText }, object).nullish(),
    ...whereabouts,
  },
  object,
);

/**
 * The SDK types `timestamp` as a number, and Feishu's guide shows it as a string too.
 *
 * @see https://open.feishu.cn/document/client-docs/bot-v3/events/menu
 */
const menu = z.looseObject(
  {
    operator: z.looseObject({ operator_id: knownUser }, object),
    event_key: word,
    timestamp: z.union([time, z.int().nonnegative()], { error: "a time in seconds" }),
  },
  object,
);

/** @see https://open.feishu.cn/document/server-docs/im-v1/message/events/recalled */
const recall = z.looseObject(
  { message_id: id, chat_id: optionalText, recall_time: optionalText, recall_type: optionalText },
  object,
);

const notice = z.looseObject(
  {
    operator_id: userIds.nullish(),
    reader: z.looseObject({ reader_id: userIds.nullish() }, object).nullish(),
    chat_id: optionalText,
  },
  object,
);

const reactionEvent = envelope(
  ["im.message.reaction.created_v1", "im.message.reaction.deleted_v1"],
  reaction,
);
const cardActionEvent = envelope(["card.action.trigger"], cardAction);
const menuEvent = envelope(["application.bot.menu_v6"], menu);
const recallEvent = envelope(["im.message.recalled_v1"], recall);
const noticeEvent = envelope(
  ["im.chat.access_event.bot_p2p_chat_entered_v1", "im.message.message_read_v1"],
  notice,
);

const schemas = {
  message: messageEvent,
  reaction: reactionEvent,
  cardAction: cardActionEvent,
  menu: menuEvent,
  recall: recallEvent,
  notice: noticeEvent,
} satisfies { [Kind in EventKind]: z.ZodType<EventsByKind[Kind]> };

/** What is known of an event type. */
interface TypeRow {
  readonly kind: EventKind;
  readonly schema: z.ZodType<FeishuEvent>;
}

const byType = new Map<string, TypeRow>();
for (const kind of Object.keys(schemas) as EventKind[]) {
  const schema = schemas[kind];
  for (const type of schema.shape.header.shape.event_type.options) byType.set(type, { kind, schema });
}

/** The kind and the schema of an event type, if it is known. */
export function rowOf(type: string): TypeRow | undefined {
  return byType.get(type);
}

/** Every event type that is known: what an app subscribes to, and what a channel registers handlers for. */
export const eventTypes: readonly string[] = [...byType.keys()];
