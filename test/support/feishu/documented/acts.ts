/** What is done without a message, and where it may happen. */
import type { ReplyTarget } from "../../../../src/feishu/channel.ts";
import type { CommandKind } from "../../../../src/index.ts";
import { ANSWER, chats, type envelope, FIRST, ids, THREAD } from "./form.ts";

export interface Act {
  readonly event: ReturnType<typeof envelope>;
  /** The kinds of its identities, beside that of its event id. */
  readonly names: readonly string[];
  readonly session: string;
  /** @default undefined: nobody has written anything */
  readonly text?: string;
  /** @default "ordinary" */
  readonly command?: CommandKind;
  /** Undefined where nobody waits for an answer. */
  readonly target?: ReplyTarget;
  /** @default "take" */
  readonly verdict?: string;
}

/** What a channel that has looked it up puts into the event. */
export const inDm = { chat_id: chats.dm, chat_type: "p2p" };
export const inGroup = { chat_id: chats.group, chat_type: "group" };
export const inTopic = { chat_id: chats.topics, chat_type: "topic_group", thread_id: THREAD, root_id: FIRST };
export const direct = `agent:main:feishu:direct:${ids.open_id}`;
export const group = `agent:main:feishu:group:${chats.group}`;
export const topics = `agent:main:feishu:group:${chats.topics}`;
export const here = { messageId: ANSWER, inThread: false };
export const toPerson = { userId: ids.open_id, userIdType: "open_id", paceKey: ids.open_id } as const;

export const inDmTarget = { ...here, otherwise: { chatId: chats.dm }, paceKey: ids.open_id };
export const inGroupTarget = { ...here, otherwise: { chatId: chats.group }, paceKey: chats.group };
export const inTopicTarget = {
  ...{ messageId: ANSWER, inThread: true, otherwise: { messageId: FIRST, inThread: true } },
  paceKey: chats.topics,
};
export const ofDm = { session: direct, target: inDmTarget };
export const ofGroup = { session: group, target: inGroupTarget };
