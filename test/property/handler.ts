import type { Dispatch, Turn } from "../../src/index.ts";
import type { Observed } from "./observed.ts";
import { checkAnswer } from "./questions.ts";
import type { World } from "./world.ts";

/** Takes some ms, or until the signal aborts. */
export function pass(clock: World["clock"], ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimeout(() => resolve(), ms);
    const stop = () => {
      clock.clearTimeout(timer);
      reject(signal?.reason);
    };
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}

/** Asks its user, and gives up after some ms. */
export async function ask(world: World, by: Observed, turn: Turn, ms: number): Promise<void> {
  const controller = new AbortController();
  world.controllers.push(controller);
  const timer = world.clock.setTimeout(() => controller.abort(), ms);
  const asked = { by, after: world.seen.length, isOpen: true };
  world.asked.push(asked);
  const given = await turn.nextMessage({ signal: controller.signal }).catch(() => undefined);
  world.clock.clearTimeout(timer);
  asked.isOpen = false;
  const answer = given && world.seen[Number(given.lane)];
  if (!answer) return;
  world.check(() => checkAnswer(world, asked, answer));
  answer.answered = by;
}

/** The dispatch as the engine gets it. */
export function asDispatch({ clock, controllers }: World, { number, plan }: Observed): Dispatch {
  const { ids, session, text, ageMs, abortAfterMs, sender } = plan;
  const controller = new AbortController();
  if (abortAfterMs !== undefined) {
    controllers.push(controller);
    clock.setTimeout(() => controller.abort(), abortAfterMs);
  }
  return {
    ids,
    sessionKey: session,
    // The name by which an answer is known again.
    lane: String(number),
    ...(text !== undefined && { text }),
    ...(sender !== undefined && { sender }),
    ...(ageMs !== undefined && { createdAt: clock.now - ageMs }),
    ...(abortAfterMs !== undefined && { signal: controller.signal }),
  };
}
