import type { Columns } from "./decode.ts";
import type { prepareWrites } from "./statements.ts";

/** How often in its lifetime a settled row is looked at: it is forgotten at most a thousandth too late. */
const LOOKS = 1000;

export interface RetentionOptions {
  readonly settledTtlMs: number;
  /** The system's clock, for what operators read. */
  readonly now: () => number;
  /** The clock that what has ended is remembered by; an operator's process has none, and forgets nothing. */
  readonly steady: (() => number) | undefined;
}

/** How long what has ended is remembered. Each method is a part of a transaction that the caller begins and commits. */
export class Retention {
  readonly #sql: ReturnType<typeof prepareWrites>;
  readonly #options: RetentionOptions;
  #nextLook = Number.NEGATIVE_INFINITY;

  constructor(sql: ReturnType<typeof prepareWrites>, options: RetentionOptions) {
    this.#sql = sql;
    this.#options = options;
  }

  /** When what ends now has ended; null: the gateway will say so. */
  get settledAt(): number | null {
    const { steady } = this.#options;
    return steady ? Math.round(steady()) : null;
  }

  /** Whether a row need not be remembered any more. */
  isOver({ status, settled_at: at }: Columns): boolean {
    const { steady, settledTtlMs } = this.#options;
    if (status !== "done" || at === null || !steady) return false;
    return Number(at) + settledTtlMs <= steady();
  }

  /** What operators have ended is remembered from now on. */
  stamp(): void {
    if (this.#options.steady) this.#sql.stamp.run(this.settledAt);
  }

  /**
   * Forgets the texts of what had ended long before this start. The clock that goes on from the last end knows nothing of the
   * time in between; that may keep hashes for longer, but no text.
   */
  forgetOldTexts(): void {
    const { steady, now, settledTtlMs } = this.#options;
    if (steady) this.#sql.deleteOldEvents.run(now() - settledTtlMs);
  }

  /** Whether it is time to look for rows whose time has passed. */
  get isDue(): boolean {
    return this.#time > this.#nextLook;
  }

  /** Forgets some of the rows whose time has passed, the oldest first; looks again soon if there are more. */
  forgetExpired(limit: number): void {
    if (!this.isDue) return;
    const { settledTtlMs } = this.#options;
    const time = this.#time;
    const expired = this.#sql.expired.all(Math.floor(time - settledTtlMs), limit);
    for (const { id } of expired) this.forget(Number(id));
    if (expired.length < limit) this.#nextLook = time + settledTtlMs / LOOKS;
  }

  forget(id: number): void {
    this.#sql.deleteIdentities.run(id);
    this.#sql.deleteEvent.run(id);
    this.#sql.deleteRow.run(id);
  }

  get #time(): number {
    return this.#options.steady?.() ?? Number.NEGATIVE_INFINITY;
  }
}
