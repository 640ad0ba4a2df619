import type { Parts } from "./parts.ts";

/**
 * The gateway stops, perhaps to start again in the same process. The host waits for this before it closes its
 * channels, so turns that are nearly done can still be answered. What is not is let go, and not remembered as
 * done.
 */
export async function stop(parts: Parts): Promise<void> {
  const { holds, logger, counters, memory } = parts;
  await idleOrLate(parts);
  for (const hold of holds) hold.end("error");
  logger().info(`since the start: ${counters}`);
  memory.close();
}

async function idleOrLate({ dedup, config, timers }: Parts): Promise<void> {
  let timer: unknown;
  const late = new Promise<void>((resolve) => {
    timer = timers.setTimeout(resolve, config.stopGraceMs);
  });
  await Promise.race([dedup.onIdle(), late]);
  timers.clearTimeout(timer);
}
