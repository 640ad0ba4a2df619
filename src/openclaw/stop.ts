import type { Parts } from "./parts.ts";

/**
 * The gateway stops, perhaps to start again in the same process: lets everything go that it will not finish.
 * What was cut off is not remembered as done.
 */
export function stop({ holds, logger, counters, memory }: Parts): void {
  for (const hold of holds) {
    hold.withdraw.abort();
    hold.end("error");
  }
  logger().info(`since the start: ${counters}`);
  memory.close();
}
