import type { ChannelLog } from "../feishu/channel.ts";

/** Warnings and errors, where they are seen without anything being set up. */
export const consoleLog: ChannelLog = {
  debug: () => {},
  info: () => {},
  warn: (fields, message) => console.warn(`feishu-dispatch-dedup: ${message}`, fields),
  error: (fields, message) => console.error(`feishu-dispatch-dedup: ${message}`, fields),
};
