import type { Message } from "./message.ts";

/** A session that has messages which are not over. */
export interface OpenSession {
  readonly key: string;
  /** Since when it has any, in ms since the epoch. */
  readonly since: number;
  /** By row, in order of arrival. */
  readonly waiting: ReadonlyMap<number, Message>;
  /** What runs, or is tried again, in the order in which it began. All but the last are sending their last replies. */
  readonly running: ReadonlyMap<number, Message>;
}

interface Session extends OpenSession {
  readonly waiting: Map<number, Message>;
  readonly running: Map<number, Message>;
}

/** The messages that are not over, each where it belongs. Everything but a reading takes the same short time always. */
export class OpenMessages {
  readonly #byRow = new Map<number, Message>();
  readonly #waiting = new Map<number, Message>();
  /** In the order in which they became busy. */
  readonly #sessions = new Map<string, Session>();

  get size(): number {
    return this.#byRow.size;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  get sessions(): ReadonlyMap<string, OpenSession> {
    return this.#sessions;
  }

  /** The message that has waited longest. */
  get oldestWaiting(): Message | undefined {
    return this.#waiting.values().next().value;
  }

  find(row: number): Message | undefined {
    return this.#byRow.get(row);
  }

  add(message: Message): void {
    const { row, sessionKey: key } = message;
    const session = this.#sessions.get(key) ?? {
      key,
      since: message.since,
      waiting: new Map(),
      running: new Map(),
    };
    this.#sessions.set(key, session);
    session.waiting.set(row, message);
    this.#waiting.set(row, message);
    this.#byRow.set(row, message);
  }

  /** @returns whether it was its first attempt that began */
  start(message: Message): boolean {
    const { row, sessionKey } = message;
    const session = this.#sessions.get(sessionKey);
    if (!session?.waiting.delete(row)) return false;
    this.#waiting.delete(row);
    session.running.set(row, message);
    return true;
  }

  remove({ row, sessionKey }: Message): void {
    this.#byRow.delete(row);
    this.#waiting.delete(row);
    const session = this.#sessions.get(sessionKey);
    session?.waiting.delete(row);
    session?.running.delete(row);
    if (session && session.waiting.size + session.running.size === 0) this.#sessions.delete(sessionKey);
  }
}
