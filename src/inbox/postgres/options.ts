import { hostname } from "node:os";
import { z } from "zod";
import { defaultSettledTtlMs, duration } from "../../delays.ts";
import type { InboxOptions } from "../inbox.ts";
import { checkedBy } from "../rules/options.ts";

/** Where a PostgreSQL inbox is, and how the processes that share it keep apart. */
export interface PostgresInboxOptions extends InboxOptions {
  /** Which database, e.g. `postgres://gateway:secret@db.example.com/bots`; PostgreSQL 14 or newer. */
  readonly url: string;
  /** The schema of its tables; created when it is not there. @default feishu_dispatch */
  readonly schema?: string;
  /**
   * How long a process may be without contact to the database, in ms, before others take its sessions. It stops its
   * turns a fifth of that before. @default 15_000
   */
  readonly leaseMs?: number;
  /**
   * How long others look for a sign of life after they have lost sight of a process, in ms: longer than it takes to
   * connect again after a restart of the database. @default 3000
   */
  readonly graceMs?: number;
  /** What operators read of this process. @default the machine's name and the process id */
  readonly name?: string;
  /** How many connections beside the one that holds the lease. @default 6 */
  readonly connections?: number;
  /** How often to look for what a lost notification did not tell, in ms. @default 2000 */
  readonly pollMs?: number;
  /** The clock of what is received, ended and remembered, in ms since the epoch. @default the database's */
  readonly now?: () => number;
}

/** The lease is told to the database as a timeout, and a heartbeat is a quarter of it. */
const LEAST_LEASE_MS = 400;

/** What {@link isPostgresUrl} takes, in words. */
export const POSTGRES_URL = "a URL: postgres://user:password@host/database, special characters as %XX";

/**
 * Whether this is the URL of a database, without a host for a socket of this machine. A password with a special
 * character that was not encoded would be taken for a host or a database, and shown as such.
 */
export function isPostgresUrl(text: string): boolean {
  const url = text.replace("@/", "@localhost/");
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) return false;
  const { pathname, search, hash } = new URL(url);
  return !/[@#]/.test(pathname + search + hash);
}

/** The options that a config file may set, too. */
export const postgresKeys = {
  schema: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,39}$/, "lower-case letters, digits and _")
    .default("feishu_dispatch"),
  leaseMs: duration(LEAST_LEASE_MS).default(15_000),
  graceMs: duration(1).default(3000),
  name: z.string().min(1).max(200).optional(),
};

const schema = z
  .strictObject({
    url: z.string().refine(isPostgresUrl, POSTGRES_URL),
    ...postgresKeys,
    settledTtlMs: z.int().min(1).default(defaultSettledTtlMs),
    connections: z.int().min(2).max(100).default(6),
    pollMs: duration(1).default(2000),
    now: z.custom<() => number>((value) => typeof value === "function", "a function").optional(),
  })
  .transform(({ name = `${hostname()}:${process.pid}`, ...rest }) => ({ ...rest, name }));

export type PostgresInboxSettings = z.output<typeof schema>;

/** @throws UsageError that names the option, what was expected and what came */
export function checkOptions(options: PostgresInboxOptions): PostgresInboxSettings {
  return checkedBy(schema, options);
}
