import { LRUCache } from "lru-cache";
import type { Arrival } from "../fact/arrival.ts";
import type { Failure } from "./incident.ts";

const REMEMBERED = 20_000;
/** When Feishu delivers again what it got no answer for, in ms after the last time; and at once. */
const DELIVERED_AGAIN_MS = [0, 15_000, 300_000, 3600_000, 6 * 3600_000];
/** Nobody writes the same twice within this; and clocks differ by no more, in ms. */
const NEAR_MS = 2000;

/** Remembers what was answered, to see what is answered again. */
export class Repeats {
  readonly #byMessage = new LRUCache<string, Arrival>({ max: REMEMBERED });
  readonly #byText = new LRUCache<string, Arrival>({ max: REMEMBERED });

  /** @returns the failure that this is, when it was answered for the second time */
  answered(own: Arrival, at: number, exactMs: number): Failure | undefined {
    const before = this.#known(own);
    this.#remember(own);
    if (!before) return undefined;
    const { session, place, time } = own;
    const common = { kind: "twice", at, startedAt: own.at, time, exactMs, session, own, lanes: [] } as const;
    return { ...common, lanes: [], error: "answered twice", places: [place], before };
  }

  #known(own: Arrival): Failure["before"] {
    const named = own.message ? this.#byMessage.get(own.message) : undefined;
    if (named && named !== own) return { arrival: named, by: "message id" };
    const same = own.command === undefined && own.textHash ? this.#byText.get(keyOf(own)) : undefined;
    if (!same || same === own) return undefined;
    const gap = own.at - same.at;
    return DELIVERED_AGAIN_MS.some((it) => Math.abs(gap - it) <= NEAR_MS)
      ? { arrival: same, by: "text" }
      : undefined;
  }

  #remember(own: Arrival): void {
    if (own.message) this.#byMessage.set(own.message, own);
    if (own.textHash && own.command === undefined) this.#byText.set(keyOf(own), own);
  }
}

function keyOf({ sender, chat, textHash }: Arrival): string {
  return `${sender} ${chat} ${textHash}`;
}
