import type { Scene } from "./scene.ts";

/** One thing that must hold, whatever somebody does. */
export interface Attack {
  /** What must hold, in words. */
  readonly name: string;
  /**
   * Attacks, and looks at what came of it from outside.
   *
   * @returns figures worth a look; none of them decides
   * @throws Broken when it did not hold
   */
  run(scene: Scene): Promise<string | undefined>;
}

/** It did not hold; the message says what was seen. */
export class Broken extends Error {}

/** @param seen what is said when it does not hold */
export function mustHold(holds: boolean, seen: string): void {
  if (!holds) throw new Broken(seen);
}
