import type { Pulse } from "./pulse.ts";
import type { Other } from "./statements.ts";

/** When to try again to give up one that is silent, in ms: the server is just about to let go of its lock. */
const SOON_MS = 50;

/**
 * Watches the heartbeats of the other processes through one connection. A process is dead only when its heartbeat has
 * not moved while it was being watched for a grace: after a restart of the database, or a network that was cut, all
 * come back, and nobody is taken for dead who only had less time to do so.
 */
export class Observer {
  readonly #graceMs: number;
  readonly #seen = new Map<number, { readonly heartbeat: string; readonly since: number }>();

  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  /**
   * Looks at the others, and gives up those that are dead.
   *
   * @returns whether there was one, and in how many ms to look again at the latest
   */
  async watch(
    pulse: Pick<Pulse, "others" | "giveUp">,
  ): Promise<{ readonly hasGivenUp: boolean; readonly againMs: number }> {
    const { dead, againMs } = this.look(await pulse.others(), performance.now());
    const givenUp: boolean[] = [];
    for (const other of dead) givenUp.push(await pulse.giveUp(other));
    const soon = givenUp.includes(false) ? SOON_MS : Number.POSITIVE_INFINITY;
    return { hasGivenUp: givenUp.includes(true), againMs: Math.min(againMs, soon) };
  }

  /**
   * @param now in ms, by a clock that only moves forward
   * @returns those that may be given up, and in how many ms to look again at the latest, if somebody is late
   */
  look(others: readonly Other[], now: number): { readonly dead: Other[]; readonly againMs: number } {
    const dead: Other[] = [];
    let againMs = Number.POSITIVE_INFINITY;
    for (const id of this.#seen.keys()) if (!others.some((other) => other.id === id)) this.#seen.delete(id);
    for (const other of others) {
      const seen = this.#seen.get(other.id);
      const since = seen?.heartbeat === other.heartbeat ? seen.since : now;
      this.#seen.set(other.id, { heartbeat: other.heartbeat, since });
      const leftMs = Math.max(other.leftMs, since + this.#graceMs - now);
      if (leftMs <= 0) dead.push(other);
      else againMs = Math.min(againMs, leftMs);
    }
    return { dead, againMs };
  }
}
