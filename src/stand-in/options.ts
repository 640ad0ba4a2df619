import type { Timers } from "../delays.ts";
import { seededRandom } from "./random.ts";
import { Apps, DEMO_APP, type StandInApp } from "./state/apps.ts";

/** When Feishu gives up on an answer, and when it tries again. In ms. */
export interface Timings {
  /** How long the answer to one attempt may take. */
  readonly ackTimeoutMs: number;
  /** One entry for each redelivery, counted from the failed attempt. */
  readonly redeliveryMs: readonly number[];
}

/**
 * Feishu's own times: an answer within 3 s, redelivery after 15 s, 5 min, 1 h and 6 h.
 *
 * @param scale multiplies each; 0.001 makes the last redelivery come after about 25 s
 *
 * @example
 * ```ts
 * import { feishuTimings, startStandIn } from "feishu-dispatch-dedup/stand-in";
 *
 * // Answers within 30 ms, redelivery after 150 ms, 3 s, 36 s and 3.6 min.
 * const feishu = await startStandIn({ timings: feishuTimings(0.01) });
 * await feishu.close();
 * ```
 */
export function feishuTimings(scale = 1): Timings {
  const redelivery = [15_000, 300_000, 3_600_000, 21_600_000];
  return { ackTimeoutMs: 3000 * scale, redeliveryMs: redelivery.map((ms) => ms * scale) };
}

/** What goes wrong by itself, by chance from the seed: each from 0 (never) to 1 (always). */
export interface Faults {
  /** An event is sent twice at once. @default 0 */
  readonly duplicate?: number;
  /** The answer to an event is lost on its way back. @default 0 */
  readonly loseAck?: number;
  /** The connection is cut right after an event was sent on it. @default 0 */
  readonly cut?: number;
  /** Every event is held back by a random time up to this, so that events overtake each other. In ms. @default 0 */
  readonly shuffleMs?: number;
}

/** What the official client is told on connecting and with every pong. Times in seconds, fractions allowed. */
export interface ClientConfig {
  /** How often the client pings. */
  readonly PingInterval: number;
  /** How often it tries to connect again. -1: for ever. */
  readonly ReconnectCount: number;
  /** Between two such tries. */
  readonly ReconnectInterval: number;
  /** Upper bound of the random delay before the first reconnect. */
  readonly ReconnectNonce: number;
}

/** What a stand-in is like: its apps, its times, and what goes wrong. */
export interface StandInOptions {
  /** The bots it knows. @default one app, {@link DEMO_APP} */
  readonly apps?: readonly StandInApp[];
  /** Where it listens. @default "127.0.0.1" */
  readonly host?: string;
  /** The port it listens on. @default 0: a free one */
  readonly port?: number;
  /** Serves https and wss with this certificate. @default plain http */
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer };
  /** What clients reach it by, when not by its `url`: told as the address of the long connection. @default its `url` */
  readonly publicUrl?: string;
  /** How long it waits for answers, and when it delivers again. @default {@link feishuTimings}() */
  readonly timings?: Timings;
  /** What goes wrong by chance. @default nothing */
  readonly faults?: Faults;
  /** Seed of everything random: faults, and which connection gets an event. @default 1 */
  readonly seed?: number;
  /** Largest payload of one frame; larger events are split. In bytes. @default 65,536 */
  readonly chunkBytes?: number;
  /** What the official client is told. @default a ping every 2 minutes, reconnects at once and for ever */
  readonly clientConfig?: Partial<ClientConfig>;
  /** Messages one chat may get in any second before the API refuses with 230020. @default Infinity */
  readonly messagesPerSecond?: number;
  /** Whether an API path that is not simulated answers `{code: 0, data: {}}` instead of 404. @default false */
  readonly acceptUnknown?: boolean;
  /** The clock of acknowledgement timeouts, redeliveries and `uuid`s. @default the system's */
  readonly now?: () => number;
  /** The timers of the same. @default the system's */
  readonly timers?: Timers;
}

/** The options with every default filled in. */
export function withDefaults(options: StandInOptions) {
  return {
    ...options,
    apps: new Apps(options.apps ?? [DEMO_APP]),
    host: options.host ?? "127.0.0.1",
    port: options.port ?? 0,
    timings: options.timings ?? feishuTimings(),
    faults: options.faults ?? {},
    random: seededRandom(options.seed ?? 1),
    chunkBytes: options.chunkBytes ?? 65_536,
    clientConfig: { ...CLIENT_CONFIG, ...options.clientConfig },
    messagesPerSecond: options.messagesPerSecond ?? Number.POSITIVE_INFINITY,
    acceptUnknown: options.acceptUnknown ?? false,
    now: options.now ?? Date.now,
    timers: options.timers ?? globalThis,
  };
}

/** The stand-in's options, complete. */
export type Settings = ReturnType<typeof withDefaults>;

const CLIENT_CONFIG: ClientConfig = {
  PingInterval: 120,
  ReconnectCount: -1,
  ReconnectInterval: 0.1,
  ReconnectNonce: 0,
};
