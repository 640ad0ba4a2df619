import { setImmediate } from "node:timers/promises";

/**
 * Lets everything happen that waits for no timer, whether timers are real or fake: a turn of the event loop comes
 * after all that only waits for promises.
 *
 * @param turns more than one where the code waits for turns of the loop itself
 */
export async function calm(turns = 1): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await setImmediate();
}
