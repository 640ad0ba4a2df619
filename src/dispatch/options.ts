import { z } from "zod";
import { defaultSettledTtlMs, duration, type Timers } from "../delays.ts";
import { UsageError } from "../errors.ts";
import { explain } from "../explain.ts";
import type { CommandPolicy } from "./command-policy.ts";

export type { Timers };

/** How an engine behaves. Every option has a default; a bad one is refused by name. */
export interface DispatchDedupOptions {
  /**
   * How long finished work is remembered, in ms. Feishu's last redelivery comes after about 7.1 h
   * (https://open.feishu.cn/document/server-docs/event-subscription-guide/overview).
   * @default 86_400_000
   */
  settledTtlMs?: number;
  /** How many identities of finished work are remembered at most. @default 100_000 */
  maxSettled?: number;
  /**
   * How many turns may wait in one session; the next one ends as `overflow`. It bounds memory: the gateway lets
   * what it has acknowledged wait in its inbox instead.
   * @default 64
   */
  maxQueued?: number;
  /** Messages that are older than this on arrival, or when they were accepted (`acceptedAt`), end as `expired`, in ms. 0: never. @default 0 */
  maxAgeMs?: number;
  /**
   * When a turn outruns this, in ms, its signal aborts and it is reported as hung. Its session stays held
   * until it really ends. 0: never. @default 0
   */
  turnTimeoutMs?: number;
  /**
   * How long an ordinary turn waits before it starts, in ms, so that a message that was written earlier but
   * arrives later can still overtake it. 0: order of arrival. @default 0
   */
  reorderWindowMs?: number;
  /** Command words to add or change, e.g. `{"/new": "interrupt"}`. @default see `CommandPolicy` */
  commands?: CommandPolicy;
  /** The clock, in ms since the epoch. For tests and replay. @default Date.now */
  now?: () => number;
  /** The timers. For tests and replay. @default the global ones */
  timers?: Timers;
}

/** The options that can stand in a config file, as a schema: checked here, documented from here. */
export const configurableOptions = z.strictObject({
  settledTtlMs: duration(1)
    .default(defaultSettledTtlMs)
    .meta({ title: "Memory of finished work, ms", description: "How long finished work is remembered." }),
  maxSettled: z.int().min(1).max(10_000_000).default(100_000).meta({
    title: "Identities remembered",
    description: "How many identities of finished work are remembered at most.",
  }),
  maxQueued: z.int().min(0).default(64).meta({
    title: "Waiting turns per session",
    description: "How many turns may wait in one session; the next one is refused as overflow.",
  }),
  maxAgeMs: duration(0).default(0).meta({
    title: "Oldest message, ms",
    description: "Messages older than this on arrival are refused as expired; 0 accepts any age.",
  }),
  turnTimeoutMs: duration(0).default(0).meta({
    title: "Turn timeout, ms",
    description: "After this a turn's signal aborts and it is reported as hung; 0 never.",
  }),
  reorderWindowMs: duration(0).default(0).meta({
    title: "Reorder window, ms",
    description: "How long an ordinary turn waits so that a message written earlier can overtake it.",
  }),
  commands: z
    .record(z.string().min(1), z.enum(["ordinary", "barrier", "interrupt", "bypass"]))
    .default({})
    .meta({ title: "Commands", description: "Command words to add or change, by what they mean for order." }),
});

const isFunction = (value: unknown): boolean => typeof value === "function";
const isTimers = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  "setTimeout" in value &&
  isFunction(value.setTimeout) &&
  "clearTimeout" in value &&
  isFunction(value.clearTimeout);

const schema = configurableOptions.extend({
  now: z.custom<() => number>(isFunction, "a function that returns ms").default(() => Date.now),
  timers: z.custom<Timers>(isTimers, "an object with setTimeout and clearTimeout").default(() => globalThis),
});

/** Options with every default filled in. Frozen. */
export type ResolvedOptions = Readonly<z.output<typeof schema>>;

/**
 * Checks options and fills in the defaults.
 *
 * @throws {UsageError} `ERR_INVALID_OPTION`, naming the option, what was expected and what came
 */
export function resolveOptions(options: DispatchDedupOptions = {}): ResolvedOptions {
  const result = schema.safeParse(options);
  if (result.success) return Object.freeze(result.data);
  const reason = explain(result.error, options, "");
  throw new UsageError("ERR_INVALID_OPTION", `createDispatchDedup: option ${reason}`, {
    cause: result.error,
  });
}
