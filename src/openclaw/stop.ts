import { inTime } from "../delays.ts";
import type { Parts } from "./hold/plugin-parts.ts";

/**
 * The gateway stops, perhaps to start again in the same process. The host waits for this before it closes its
 * channels, so turns that are nearly done can still be answered. What is not is let go, and not remembered as
 * done.
 */
export async function stop(parts: Parts): Promise<void> {
  const { dedup, config, timers, holds, logger, counters, memory } = parts;
  await inTime(dedup.onIdle(), undefined, config.stopGraceMs, timers);
  for (const hold of holds) hold.end("error");
  logger().info(`since the start: ${counters}`);
  memory.close();
}
