import { inTime } from "../delays.ts";
import { Entrance } from "./board/entrance.ts";
import { createPluginParts, type PluginParts, type Surroundings } from "./hold/plugin-parts.ts";
import { QUIET_MS } from "./host/arrivals.ts";
import type { HostLogger } from "./host/host.ts";

/**
 * What every instance of the plugin in this process shares.
 *
 * A host loads the module several times, and messages come through any of the instances: 2026.9 sends those that
 * waited behind a running turn through its second one. An order kept by one instance would be none.
 */
interface Shared {
  readonly configText: string;
  readonly parts: PluginParts;
  readonly entrance: Entrance;
  logger: HostLogger;
  stopping: Promise<void> | undefined;
  announced: boolean;
}

// The number changes when Shared does: an older instance may still be in the process after an update.
const KEY = Symbol.for("feishu-dispatch-dedup/openclaw/3");

const store = globalThis as { [KEY]?: Shared }; // nothing but this file writes there

/** Joins the shared state, or creates it. The newest instance's logger is used from then on. */
export function joinShared(surroundings: Omit<Surroundings, "logger">, logger: HostLogger): PluginParts {
  const configText = JSON.stringify(surroundings.config);
  const before = store[KEY];
  if (before && (before.configText === configText || !mayReplace(before, logger))) {
    before.logger = logger;
    before.stopping = undefined;
    before.announced = false;
    return before.parts;
  }
  before?.parts.memory.close();
  void before?.entrance.close();
  const parts = createPluginParts({ ...surroundings, logger: () => store[KEY]?.logger ?? logger });
  const entrance = new Entrance(parts);
  store[KEY] = { configText, parts, entrance, logger, stopping: undefined, announced: false };
  return parts;
}

/** The state that instances share now, if any has joined. */
export function currentParts(): PluginParts | undefined {
  return store[KEY]?.parts;
}

/** The way to the board of what is shared; none where the config says so. */
export function currentEntrance(): Entrance | undefined {
  const { parts, entrance } = store[KEY] ?? {};
  return parts?.config.board === false ? undefined : entrance;
}

/** Says once, however many instances there are, that the plugin is there and what it does. */
export function announceShared(): void {
  const shared = store[KEY];
  if (!shared || shared.announced) return;
  shared.announced = true;
  const { channels, chatTypes, onNew, otherChannels } = shared.parts.config;
  const what = `channels ${channels.join(", ")}; chats ${chatTypes.join(", ")}`;
  shared.logger.info(
    `one turn at a time per session: ${what}; /new ${onNew}; other channels ${otherChannels}`,
  );
}

/** Stops what the instances share, once, however many of them are told to. */
export async function stopShared(): Promise<void> {
  const shared = store[KEY];
  if (!shared) return;
  shared.stopping ??= stop(shared.parts);
  await shared.entrance.close();
  await shared.stopping;
}

/** A new config needs a new engine; with turns running that would be a second queue for their sessions. */
function mayReplace({ parts }: Shared, logger: HostLogger): boolean {
  if (parts.holds.size === 0) return true;
  logger.warn("the new config takes effect when the gateway is restarted: messages are being held");
  return false;
}

/**
 * The gateway stops, perhaps to start again in the same process. The host waits for this before it closes its
 * channels, so turns that are nearly done can still be answered. What is not is let go, and not remembered as
 * done.
 */
async function stop(parts: PluginParts): Promise<void> {
  const { config, timers, holds, logger, counters, memory } = parts;
  parts.stop();
  const late = new AbortController();
  await inTime(untilQuiet(parts, late.signal), undefined, config.stopGraceMs, timers);
  late.abort();
  for (const hold of holds) hold.end("failed");
  logger().info(`since the start: ${counters}`);
  memory.close();
}

/** The end of a turn sets the next message of its chat free, which has waited in the channel's own queue. */
async function untilQuiet({ dedup, timers }: PluginParts, late: AbortSignal): Promise<void> {
  while (dedup.sessions().length > 0) {
    await dedup.onIdle();
    if (late.aborted) return;
    await new Promise<void>((resolve) => timers.setTimeout(resolve, QUIET_MS));
  }
}
