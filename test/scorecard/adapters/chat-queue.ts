import type { Adapter } from "./adapter.ts";
import { chat, notItsJob, patience, start } from "./chat.ts";

export default {
  ...chat,
  id: "chat-queue",
  name: "chat with its adapter for Lark, queue by channel",
  heading: "chat\nqueue",
  setting:
    "strategy: queue, lockScope: channel, since its adapter makes each message of a DM a thread of its own, and order by " +
    `thread would be none; ${patience}`,
  notItsJob,
  start: (stage) => start(stage, { concurrency: { strategy: "queue" }, lockScope: "channel" }),
} satisfies Adapter;
