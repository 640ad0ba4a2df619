import { resolve } from "node:path";
import type { Inbox } from "../inbox/inbox.ts";
import { createMemoryInbox } from "../inbox/memory.ts";
import { openSqliteInbox } from "../inbox/sqlite.ts";
import type { GatewayConfig } from "./config/read-config.ts";

/**
 * Opens the inbox that the config names.
 *
 * @throws InboxError when its file cannot be used, e.g. because another gateway holds it
 */
export async function openInbox({ inbox, folder }: GatewayConfig): Promise<Inbox> {
  if (inbox.kind === "memory") return createMemoryInbox();
  return openSqliteInbox({ file: resolve(folder, inbox.file) });
}
