/** Where a message may stand, and what follows from that alone: whose session it is, and where its answer goes. */
import type { ReplyTarget } from "../../../../src/feishu/channel.ts";
import { chats, FIRST, ids, MESSAGE, THREAD } from "./form.ts";

/** With `dmScope: "per-channel-peer"` and `groupSessionScope: "group_topic"`. */
export interface Place {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly session: string;
  readonly target: ReplyTarget;
  /** Whether who does not mention the bot is not meant. */
  readonly wantsMention: boolean;
}

const inThread = { root_id: FIRST, parent_id: FIRST, thread_id: THREAD };
const direct = `agent:main:feishu:direct:${ids.open_id}`;
const group = `agent:main:feishu:group:${chats.group}`;
const topics = `agent:main:feishu:group:${chats.topics}`;
const here = { messageId: MESSAGE, inThread: false };
const there = { messageId: MESSAGE, inThread: true };
const first = { messageId: FIRST, inThread: true };

export const places: Readonly<Record<string, Place>> = {
  "a DM": {
    fields: { chat_id: chats.dm, chat_type: "p2p" },
    session: direct,
    target: { ...here, otherwise: { chatId: chats.dm }, paceKey: ids.open_id },
    wantsMention: false,
  },
  "a DM, as an answer": {
    fields: { chat_id: chats.dm, chat_type: "p2p", root_id: FIRST, parent_id: FIRST },
    session: direct,
    target: { ...here, otherwise: { chatId: chats.dm }, paceKey: ids.open_id },
    wantsMention: false,
  },
  "a thread of a DM": {
    fields: { chat_id: chats.dm, chat_type: "p2p", ...inThread },
    session: direct,
    target: { ...there, otherwise: first, paceKey: ids.open_id },
    wantsMention: false,
  },
  "a group": {
    fields: { chat_id: chats.group, chat_type: "group" },
    session: group,
    target: { ...here, otherwise: { chatId: chats.group }, paceKey: chats.group },
    wantsMention: true,
  },
  "a thread of a group": {
    fields: { chat_id: chats.group, chat_type: "group", ...inThread },
    session: `${group}:topic:${FIRST}`,
    target: { ...there, otherwise: first, paceKey: chats.group },
    wantsMention: true,
  },
  "the beginning of a topic": {
    fields: { chat_id: chats.topics, chat_type: "topic_group", thread_id: THREAD },
    session: `${topics}:topic:${THREAD}`,
    target: { ...there, paceKey: chats.topics },
    wantsMention: true,
  },
  "a topic": {
    fields: { chat_id: chats.topics, chat_type: "topic_group", ...inThread },
    session: `${topics}:topic:${THREAD}`,
    target: { ...there, otherwise: first, paceKey: chats.topics },
    wantsMention: true,
  },
};
