import { z } from "zod";
import { defaultSettledTtlMs, duration } from "../../delays.ts";
import type { InboxOptions } from "../inbox.ts";
import { checkedBy } from "../rules/options.ts";

/** Timers that a test or a replay may bring along with its clock. */
export type Timers = Pick<typeof globalThis, "setTimeout" | "clearTimeout">;

/** Where an SQLite inbox is, and how it looks after itself. */
export interface SqliteInboxOptions extends InboxOptions {
  /** Where the inbox is; created when it is not there. On a local disk: SQLite's locks need one. */
  readonly file: string;
  /** How often to look whether a fault is over, in ms. @default 1000 */
  readonly retryMs?: number;
  /** How often to look for what another process has put back, and for what is to be forgotten, in ms. @default 1000 */
  readonly pollMs?: number;
  /** What `retryMs` and `pollMs` are measured with. @default the global ones */
  readonly timers?: Timers;
}

const ms = duration(1);
const clock = z.custom<() => number>((value) => typeof value === "function", "a function");
const timers = z.custom<Timers>(
  (value) => typeof value === "object" && value !== null,
  "an object with setTimeout and clearTimeout",
);

const schema = z.strictObject({
  file: z.string().min(1),
  settledTtlMs: z.int().min(1).default(defaultSettledTtlMs),
  retryMs: ms.default(1000),
  pollMs: ms.default(1000),
  now: clock.default(() => Date.now),
  timers: timers.default(globalThis),
});

export type SqliteInboxSettings = z.output<typeof schema>;

/** @throws UsageError that names the option, what was expected and what came */
export function checkOptions(options: SqliteInboxOptions): SqliteInboxSettings {
  return checkedBy(schema, options);
}
