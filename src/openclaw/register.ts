import { AsyncLocalStorage } from "node:async_hooks";
import { join } from "node:path";
import type { Timers } from "../delays.ts";
import { visible } from "../text/visible.ts";
import { serveBoard } from "./board/serve.ts";
import { cautions } from "./cautions.ts";
import { COMMAND, PLUGIN_ID, readConfig } from "./config.ts";
import { unclaimed } from "./hold/claimed.ts";
import { enter } from "./hold/enter.ts";
import type { PluginParts } from "./hold/plugin-parts.ts";
import { noteSent } from "./hold/sent.ts";
import type { OnDiagnosticEvent } from "./host/diagnostics.ts";
import type { HostApi, HostLogger } from "./host/host.ts";
import { hasWatchdog, stateFolder } from "./host/traits.ts";
import { answerCommand, release, status } from "./operators.ts";
import { Memory } from "./settled/settled-memory.ts";
import { announceShared, currentEntrance, currentParts, joinShared, stopShared } from "./shared.ts";

/** What the plugin takes from the host's modules, and the clock. */
export interface HostModules {
  /** Follows the host's diagnostics, by which turns are seen to end. */
  readonly onDiagnosticEvent: OnDiagnosticEvent;
  /** Also tells of runs and model calls. Used with `retryTakeover` only. */
  readonly onInternalDiagnosticEvent: OnDiagnosticEvent;
  /** Aborts the host's run of this session. */
  readonly abortRun: (sessionKey: string) => Promise<void>;
  /** Whether the host runs something in this session. @default nobody knows, so that `maxHoldMs` alone counts */
  readonly isRunning?: (sessionKey: string) => Promise<boolean>;
  /** The clock, in ms since the epoch. @default Date.now */
  readonly now?: () => number;
  /** The timers. @default the global ones */
  readonly timers?: Timers;
}

// Before other plugins that take messages over: whoever does the turn, the session must be free.
const PRIORITY = 1000;
// Behind all of them.
const LAST = -1_000_000;

/**
 * Registers everything with the host. Called once for each instance, of which one process can have several.
 *
 * @throws UsageError `ERR_INVALID_CONFIG` when the plugin's config entry is not as described
 *
 * @example
 * ```ts
 * import { type HostApi, type HostModules, PLUGIN_ID, register } from "feishu-dispatch-dedup/openclaw";
 *
 * // A plugin for a host whose modules are elsewhere.
 * export const plugin = (modules: HostModules) => ({
 *   id: PLUGIN_ID,
 *   register: (api: HostApi) => register(api, modules),
 * });
 * ```
 */
export function register(api: HostApi, modules: HostModules): void {
  const logger = prefixed(api.logger);
  const parts = joinState(api, modules, logger);
  const current = () => currentParts() ?? parts;
  const unsubscribe = subscribe(modules, current);
  for (const caution of cautions(api.config, parts.config)) logger.warn(caution);
  api.on("reply_dispatch", (event, context) => enter(current(), event, context), { priority: PRIORITY });
  api.on("reply_dispatch", (event) => unclaimed(current(), event), { priority: LAST });
  api.on("message_sent", (event, context) => noteSent(current(), event, context));
  const openBoard = serveBoard({ api, stateFolder: stateFolder(api), entrance: currentEntrance });
  api.on("gateway_start", (event) => {
    announceShared();
    openBoard(event?.port);
  });
  api.on("gateway_stop", () => stopShared().finally(unsubscribe));
  // A change of the config makes another engine, which is safe only when nothing runs.
  api.registerReload?.({ restartPrefixes: [`plugins.entries.${PLUGIN_ID}`] });
  registerOperators(api, current);
}

/** Follows the host's diagnostics. They reach the listeners of every instance; a completion is taken once. */
function subscribe(modules: HostModules, current: () => PluginParts): () => void {
  const completions = modules.onDiagnosticEvent((event) => {
    const { arrivals, bypassed, completions, lanes } = current();
    arrivals.see(event);
    bypassed.see(event);
    lanes.see(event);
    completions.see(event);
  });
  if (!current().config.retryTakeover) return completions;
  const runs = modules.onInternalDiagnosticEvent((event) => current().takeovers.see(event));
  return () => {
    completions();
    runs();
  };
}

function joinState(
  api: HostApi,
  { abortRun, isRunning = async () => false, now = Date.now, timers = globalThis }: HostModules,
  logger: HostLogger,
): PluginParts {
  const givesSessions = hasWatchdog(api);
  const config = readConfig(api.pluginConfig, { hasWatchdog: givesSessions });
  const { settledTtlMs: ttlMs, maxSettled: max } = config;
  const folder = join(stateFolder(api), PLUGIN_ID);
  const memory = new Memory({ folder, ttlMs, max, now, warn: (message) => logger.warn(message) });
  const dispatchReply = api.runtime?.channel?.reply?.dispatchReplyFromConfig;
  return joinShared(
    {
      config,
      memory,
      givesSessions,
      abortRun,
      isRunning,
      dispatchReply,
      outside: AsyncLocalStorage.snapshot(),
      now,
      timers,
    },
    logger,
  );
}

function registerOperators(api: HostApi, parts: () => PluginParts): void {
  api.registerCommand?.({
    name: COMMAND.slice(1),
    description: "Show which turns run and wait in this session.",
    acceptsArgs: true,
    handler: (context) => ({ text: answerCommand(parts(), context) }),
  });
  const read = { scope: "operator.read" } as const;
  api.registerGatewayMethod?.(`${PLUGIN_ID}.status`, ({ respond }) => respond(true, status(parts())), read);
  const write = { scope: "operator.write" } as const;
  api.registerGatewayMethod?.(
    `${PLUGIN_ID}.release`,
    ({ params: { sessionKey }, respond }) => {
      if (typeof sessionKey === "string") return respond(true, { released: release(parts(), sessionKey) });
      respond(false, undefined, { code: "INVALID_REQUEST", message: "sessionKey: expected a string" });
    },
    write,
  );
}

function prefixed(logger: HostLogger): HostLogger {
  const named = (message: string) => visible(`${PLUGIN_ID}: ${message}`);
  return {
    debug: (message) => logger.debug?.(named(message)),
    info: (message) => logger.info(named(message)),
    warn: (message) => logger.warn(named(message)),
  };
}
