import { isMessage } from "../../../src/feishu/index.ts";
import type { Adapter } from "./adapter.ts";
import { requirePeer } from "./installed.ts";

export default {
  id: "openclaw-lark",
  name: "memory and queue of @larksuite/openclaw-lark",
  heading: "claw-\nlark",
  packages: ["@larksuite/openclaw-lark"],
  setting:
    "as its own handler of messages calls them: its memory by account and message id, what it takes for too old (no " +
    "option), its queue by account, chat and thread, its way for a stop past it; the host behind it is not there",
  documentedAt: "https://github.com/larksuite/openclaw-lark#readme",
  shows: "in-order",
  async start({ runTurn }) {
    const source = "@larksuite/openclaw-lark/src";
    const { MessageDedup, isMessageExpired } = requirePeer(`${source}/messaging/inbound/dedup.js`);
    const queue = requirePeer(`${source}/channel/chat-queue.js`);
    const { extractRawTextFromEvent, isLikelyAbortText } = requirePeer(`${source}/channel/abort-detect.js`);
    // What another fixture has left hanging in this process.
    queue._resetChatQueueState();
    const seen = new MessageDedup({});
    return {
      receive({ account, event }) {
        if (!isMessage(event)) return;
        const { message_id, chat_id, thread_id, root_id, create_time } = event.event.message;
        if (!seen.tryRecord(message_id, account) || isMessageExpired(create_time)) return;
        const threadId = thread_id || root_id || undefined;
        const key = queue.buildQueueKey(account, chat_id, threadId);
        if (isLikelyAbortText(extractRawTextFromEvent(event.event)) && queue.hasActiveTask(key))
          queue.getActiveDispatcher(key)?.abortController.abort();
        const task = async () => {
          const abortController = new AbortController();
          queue.registerActiveDispatcher(key, { abortController });
          // As there, what a task throws is logged and goes no further.
          await runTurn(account, [message_id], abortController.signal).catch(() => {});
          queue.unregisterActiveDispatcher(key);
        };
        queue.enqueueFeishuChatTask({ accountId: account, chatId: chat_id, threadId, task });
      },
    };
  },
} satisfies Adapter;
