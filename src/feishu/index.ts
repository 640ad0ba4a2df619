export { createdAtOf, type ToDispatchOptions, toDispatch } from "./dispatch.ts";
export { fromDispatcher } from "./dispatcher.ts";
export {
  type CardActionEvent,
  eventTypes,
  type FeishuEvent,
  type MenuEvent,
  type NoticeEvent,
  type ReactionEvent,
} from "./events.ts";
export {
  type Content,
  contentIdentity,
  type IdentityOptions,
  identitiesOf,
  messageIdentity,
} from "./identities.ts";
export { isCardAction, isMenu, isMessage, isNotice, isReaction, isWork } from "./kinds.ts";
export type { Mention, MessageEvent } from "./message.ts";
export { parseEvent } from "./parse.ts";
export { type DmScope, type SessionKeyOptions, sessionKeyOf } from "./session-key.ts";
export { textOf } from "./text.ts";
export { actorOf, chatOf, chatTypeOf } from "./whereabouts.ts";
