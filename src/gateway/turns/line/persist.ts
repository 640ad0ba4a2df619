import { setTimeout } from "node:timers/promises";

/** How long to wait before what failed is tried again, in ms. */
const AGAIN_MS = 1000;

interface Persistence {
  /** Whether it is not worth trying any more. */
  readonly isOver: () => boolean;
  /** Told each failure. */
  readonly onFault: (error: unknown) => void;
}

/** Asks the inbox until it answers: a fault that passes must not cost anybody the place in the line. */
export async function persist<T>(
  ask: () => Promise<T>,
  { isOver, onFault }: Persistence,
): Promise<T | undefined> {
  while (!isOver()) {
    try {
      return await ask();
    } catch (error) {
      onFault(error);
      await setTimeout(AGAIN_MS, undefined, { ref: false });
    }
  }
  return undefined;
}
