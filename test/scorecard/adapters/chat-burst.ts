import type { Adapter } from "./adapter.ts";
import { chat, notItsJob, patience, start } from "./chat.ts";

const byThread = "it keeps order by thread, and its adapter makes each message of a DM a thread of its own";

export default {
  ...chat,
  id: "chat-burst",
  name: "chat with its adapter for Lark, burst by thread",
  heading: "chat\nburst",
  setting:
    "strategy: burst, which waits 300 ms for more (debounceMs); lockScope: thread, its default, with which nothing that " +
    `waits is dropped; ${patience}`,
  notItsJob: { ...notItsJob, "in-order": byThread, "slow-turn": byThread, "new-alone": byThread },
  start: (stage) =>
    start(stage, { concurrency: { strategy: "burst", debounceMs: 300 }, lockScope: "thread" }),
} satisfies Adapter;
