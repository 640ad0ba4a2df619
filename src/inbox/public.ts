/** What a user of any inbox needs, whatever store is behind it: every entry point of an inbox exports this. */
export { InboxError, type InboxErrorCode } from "./errors.ts";
export type {
  Failure,
  Hold,
  Inbox,
  InboxAdmin,
  InboxHealth,
  InboxOptions,
  InboxSharing,
  InboxStats,
  InboxWatcher,
  ListQuery,
  SharedSession,
  SharingGateway,
  SharingOverview,
} from "./inbox.ts";
export { type RetryPolicy, retryAfter } from "./retry.ts";
export type { Claim, InboxEntry, InboxItem, InboxRow, RowStatus, Transport } from "./row.ts";
