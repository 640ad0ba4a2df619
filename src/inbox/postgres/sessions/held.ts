import { BEGINNING, type HeldSession, heldBy } from "./held-session.ts";
import type { SessionHold } from "./statements.ts";

interface HeldOptions {
  /** Whether it is certain that nobody has taken what this process holds. */
  readonly isSure: () => boolean;
  /** Told that a session is not held any more, or by another hold. */
  readonly onLost: (key: string) => void;
}

/** Which sessions this process holds, and which of their rows it knows. All of it is also in the database. */
export class Held {
  readonly #options: HeldOptions;
  readonly #sessions = new Map<string, HeldSession>();
  readonly #keyOf = new Map<number, string>();
  #losses = 0;

  constructor(options: HeldOptions) {
    this.#options = options;
  }

  /** How often a session was lost, or all were to be seen anew. What was read before says nothing of what is held since. */
  get losses(): number {
    return this.#losses;
  }

  has(key: string): boolean {
    return this.#sessions.has(key);
  }

  /** By which hold it is certainly held. */
  epochOf(key: string): number | undefined {
    return this.#options.isSure() ? this.#sessions.get(key)?.epoch : undefined;
  }

  /** By which hold it was taken, certain or not. */
  takenBy(key: string): number | undefined {
    return this.#sessions.get(key)?.epoch;
  }

  /** What is read meanwhile says nothing of another hold. @param keys by default all */
  holdsOf(keys: readonly string[] = [...this.#sessions.keys()]): HeldSession[] {
    return keys.flatMap((key) => this.#sessions.get(key) ?? []);
  }

  horizonOf(key: string): string {
    return this.#sessions.get(key)?.horizon ?? BEGINNING;
  }

  /** It is this process's, by that hold. */
  hold(key: string, epoch: number): void {
    const known = this.#sessions.get(key);
    if (known?.epoch === epoch) return;
    if (known) this.lose(key);
    this.#sessions.set(key, heldBy({ key, epoch }));
  }

  /** All rows that were visible then are known. */
  hasSeen(key: string, horizon: string): void {
    const session = this.#sessions.get(key);
    if (session) session.horizon = horizon;
  }

  /** What was visible may count for nothing: every look, one that is under way too, goes back to the beginning. */
  seeAnew(): void {
    this.#losses += 1;
    for (const session of this.#sessions.values()) session.horizon = BEGINNING;
  }

  /** The session of a row that was handed out and has not ended; undefined of any other. */
  keyOf(id: number): string | undefined {
    return this.#keyOf.get(id);
  }

  /**
   * A row goes to whoever runs turns here.
   *
   * @returns false while it is not certain that the session is held: nobody runs it, and it is handed out once it is
   */
  handOut(id: number, key: string): boolean {
    const session = this.#sessions.get(key);
    if (!session || !this.#options.isSure()) return false;
    session.rows.add(id);
    session.usedAt = performance.now();
    this.#keyOf.set(id, key);
    return true;
  }

  /** @param epoch only under this hold, here and below: under another one the row runs anew. Default: under any */
  begin(id: number, epoch?: number): void {
    this.#sessionOf(id, epoch)?.running.add(id);
  }

  /** A row waits for another attempt. @returns the session, when none of its rows runs any more */
  pause(id: number, epoch?: number): string | undefined {
    const session = this.#sessionOf(id, epoch);
    session?.running.delete(id);
    return session?.running.size === 0 ? this.#keyOf.get(id) : undefined;
  }

  /** Whether a row was handed out under this hold, and has not ended. */
  knows(id: number, epoch?: number): boolean {
    return this.#sessionOf(id, epoch) !== undefined;
  }

  /** A row has ended, or is not this process's any more. @returns as {@link pause} does */
  end(id: number, epoch?: number): string | undefined {
    const key = this.#keyOf.get(id);
    const session = this.#sessionOf(id, epoch);
    if (!session) return undefined;
    this.#keyOf.delete(id);
    session.rows.delete(id);
    session.running.delete(id);
    return session.running.size === 0 ? key : undefined;
  }

  /** Sessions of which none of the rows runs. */
  atRest(): string[] {
    return [...this.#sessions.values()].flatMap(({ key, running }) => (running.size === 0 ? [key] : []));
  }

  /** Sessions without rows that were not used since then. */
  idleSince(time: number): SessionHold[] {
    return [...this.#sessions.values()].filter(({ rows, usedAt }) => rows.size === 0 && usedAt < time);
  }

  /** @param epoch only when it is still held by this hold. Default: by any */
  drop(key: string, epoch = this.#sessions.get(key)?.epoch): void {
    const session = this.#sessions.get(key);
    if (!session || session.epoch !== epoch) return;
    for (const id of session.rows) this.#keyOf.delete(id);
    this.#sessions.delete(key);
  }

  lose(key: string): void {
    this.#losses += 1;
    this.drop(key);
    this.#options.onLost(key);
  }

  loseAll(): void {
    for (const key of [...this.#sessions.keys()]) this.lose(key);
  }

  #sessionOf(id: number, epoch?: number): HeldSession | undefined {
    const session = this.#sessions.get(this.#keyOf.get(id) ?? "");
    return session && (epoch ?? session.epoch) === session.epoch ? session : undefined;
  }
}
