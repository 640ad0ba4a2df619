import type { Inbox } from "../../../src/inbox/inbox.ts";
import { createMemoryInbox } from "../../../src/inbox/memory.ts";
import { SharedInbox } from "./shared-inbox.ts";

interface Held {
  readonly by: SharedInbox;
  readonly epoch: number;
}

/**
 * One store in memory that several processes share, each by an inbox of its own: who holds a session is decided here, and
 * a process learns of it by mail, which comes late.
 */
export class SharedTable {
  readonly table: Inbox;
  readonly #processes: SharedInbox[] = [];
  readonly #held = new Map<string, Held>();
  #epoch = 0;

  constructor(now: () => number = Date.now) {
    this.table = createMemoryInbox({ now });
  }

  open(): SharedInbox {
    const process = new SharedInbox(this);
    this.#processes.push(process);
    return process;
  }

  held(sessionKey: string): Held | undefined {
    return this.#held.get(sessionKey);
  }

  /** Somebody has to have the session: whoever has it, or this process, or another one when that has left. */
  holderFor(sessionKey: string, asking: SharedInbox): SharedInbox | undefined {
    const held = this.#held.get(sessionKey);
    if (held) return held.by;
    const by = asking.hasLeft ? this.#processes.find((other) => !other.hasLeft) : asking;
    if (by) this.#give(sessionKey, by);
    return by;
  }

  /** Gives a session to a process, with all that is pending in it; whoever had it learns of that. */
  async move(sessionKey: string, to: SharedInbox): Promise<void> {
    const before = this.#held.get(sessionKey);
    before?.by.post(() => before.by.lose(sessionKey, before.epoch));
    this.#give(sessionKey, to);
    for await (const item of this.table.pending({ sessionKey })) to.post(() => to.hear(item));
  }

  /** Lets go of a session: to another process when something is left in it. */
  async release(sessionKey: string, by: SharedInbox): Promise<void> {
    if (this.#held.get(sessionKey)?.by !== by) return;
    const [left] = await this.table.list({ sessionKey, status: "pending", limit: 1 });
    if (left && !by.hasLeft) return;
    const next = left && this.#processes.find((other) => !other.hasLeft);
    if (next) return this.move(sessionKey, next);
    this.#held.delete(sessionKey);
    by.forget(sessionKey);
  }

  sessionsOf(process: SharedInbox): string[] {
    return [...this.#held].flatMap(([key, { by }]) => (by === process ? [key] : []));
  }

  #give(sessionKey: string, by: SharedInbox): void {
    const epoch = ++this.#epoch;
    this.#held.set(sessionKey, { by, epoch });
    by.learn(sessionKey, epoch);
  }
}
