import { resolve } from "node:path";
import { UsageError } from "../errors.ts";
import { mismatch } from "../explain.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { isPostgresUrl, POSTGRES_URL } from "../inbox/postgres/options.ts";
import type { PostgresInboxOptions } from "../inbox/postgres.ts";
import type { GatewayConfig } from "./config/read-config.ts";
import type { Revealer } from "./config/reveal.ts";

/** Where an inbox is, with everything that is needed to open it. */
export type InboxPlace =
  | { readonly kind: "memory" }
  | { readonly kind: "sqlite"; readonly file: string }
  | ({ readonly kind: "postgres" } & PostgresInboxOptions);

/**
 * Finds the inbox that a config names.
 *
 * @throws UsageError `ERR_SECRET_MISSING` when its URL is not where it should be, `ERR_INVALID_CONFIG` when it is none
 */
export async function placeOfInbox(
  { inbox, file, folder }: Pick<GatewayConfig, "inbox" | "file" | "folder">,
  revealer: Pick<Revealer, "reveal">,
): Promise<InboxPlace> {
  if (inbox.kind === "sqlite") return { ...inbox, file: resolve(folder, inbox.file) };
  if (inbox.kind === "memory") return inbox;
  const { name, ...rest } = inbox;
  const url = await revealer.reveal(inbox.url, "inbox.url");
  if (!isPostgresUrl(url))
    throw new UsageError("ERR_INVALID_CONFIG", mismatch(`${file}: inbox.url`, POSTGRES_URL, "another text"));
  return { ...rest, url, ...(name !== undefined && { name }) };
}

/**
 * Opens an inbox for a gateway.
 *
 * @throws InboxError when it cannot be used, e.g. because another gateway holds its file
 * @throws UsageError `ERR_DRIVER_MISSING` without `pg`
 */
export async function openInbox(place: InboxPlace): Promise<Inbox> {
  if (place.kind === "memory") return (await import("../inbox/memory.ts")).createMemoryInbox();
  if (place.kind === "sqlite")
    return (await import("../inbox/sqlite.ts")).openSqliteInbox({ file: place.file });
  const { openPostgresInbox } = await import("../inbox/postgres.ts");
  const { kind: _, ...options } = place;
  return openPostgresInbox(options);
}
