import { createDispatchDedup } from "../../../src/index.ts";
import type { Grow } from "./series.ts";

const WAVE = 1000;

function engine() {
  return createDispatchDedup({ maxQueued: Number.MAX_SAFE_INTEGER });
}

/** A thousand events at once, each in a session of its own, again and again. At last, all that is left is remembered. */
export const growEvents: Grow = async (count, atMost) => {
  const dedup = engine();
  for (let begun = 0; begun < count; begun += WAVE) {
    const wave = Array.from({ length: Math.min(WAVE, count - begun) }, (_, n) =>
      dedup({ ids: [`om_${begun + n}`], sessionKey: `s${begun + n}` }, async () => {}),
    );
    await Promise.all(wave);
  }
  await atMost();
  await dedup.close();
};

/** An event in each of many sessions, all at once. */
export const growSessions: Grow = (count, atMost) => hold(count, (n) => `s${n}`, atMost);

/** Many events in one session, all waiting for the first. */
export const growWaiting: Grow = (count, atMost) => hold(count, () => "s", atMost);

async function hold(count: number, keyOf: (n: number) => string, atMost: () => Promise<void>): Promise<void> {
  const dedup = engine();
  const gate = Promise.withResolvers<void>();
  const turns = Array.from({ length: count }, (_, n) =>
    dedup({ ids: [`om_${n}`], sessionKey: keyOf(n) }, () => gate.promise),
  );
  await atMost();
  gate.resolve();
  await Promise.all(turns);
  await dedup.close();
}
