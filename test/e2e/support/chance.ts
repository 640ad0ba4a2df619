import { setTimeout as sleep } from "node:timers/promises";
import { seededRandom } from "../../../src/stand-in/random.ts";

/** What happens by chance, the same for the same seed. */
export class Chance {
  readonly random: () => number;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  happens(likelihood: number): boolean {
    return this.random() < likelihood;
  }

  /** From `least` to `most`, small ones far more often than large ones. */
  uneven(least: number, most: number): number {
    return Math.round(least + (most - least) * this.random() ** 3);
  }

  /** One of the names, each as likely as its weight. */
  pick<Name extends string>(weights: Readonly<Partial<Record<Name, number>>>): Name {
    const entries = Object.entries(weights) as Array<[Name, number]>;
    let left = this.random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    const found = entries.find(([, weight]) => {
      left -= weight;
      return left < 0;
    });
    if (!found) throw new Error("expected weights, got none above 0");
    return found[0];
  }
}

/** Resolves after a time in ms, or when the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
