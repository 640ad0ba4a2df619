export { actorOf, chatOf, chatTypeOf, threadOf } from "./event/actor-and-chat.ts";
export type { ChatType } from "./event/chat-types.ts";
export { type Attachment, attachmentsOf, contentKindOf } from "./event/content/attachments.ts";
export { type MentionOptions, mentionsBot } from "./event/content/mentions.ts";
export { type TextOptions, textOf } from "./event/content/text.ts";
export {
  type CardActionEvent,
  eventTypes,
  type FeishuEvent,
  type MenuEvent,
  type NoticeEvent,
  type ReactionEvent,
  type RecallEvent,
} from "./event/events.ts";
export { fromDispatcher } from "./event/from-dispatcher.ts";
export type {
  GroupEntry,
  GroupOptions,
  GroupSessionScope,
  GroupSettings,
  Groups,
} from "./event/groups.ts";
export { isCardAction, isMenu, isMessage, isReaction, isWork } from "./event/kinds.ts";
export type { Mention, MessageEvent } from "./event/message.ts";
export { isNotice, isRecall } from "./event/notices.ts";
export { parseEvent } from "./event/parse.ts";
export type { PressOptions } from "./event/pressed.ts";
export { identitiesOf } from "./key/identities.ts";
export type { IdentityLinks } from "./key/identity-links.ts";
export {
  type Content,
  contentIdentity,
  type IdentityOptions,
  messageIdentity,
} from "./key/message-identities.ts";
export { type DmScope, type SessionKeyOptions, sessionKeyOf } from "./key/session-key.ts";
export { createdAtOf, type ToDispatchOptions, toDispatch } from "./key/to-dispatch.ts";
