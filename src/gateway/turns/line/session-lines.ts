import { isBarrier, isIdle, type Place, type SessionLine } from "./session-line.ts";

/** The lines of all sessions that have somebody in them. */
export class SessionLines {
  readonly #lines = new Map<string, SessionLine>();
  /** The rows that wait. */
  readonly #waiting = new Set<number>();
  readonly #onWaiting: (sessionKey: string, count: number) => void;

  /** @param onWaiting told how many wait in a session, whenever that changes */
  constructor(onWaiting: (sessionKey: string, count: number) => void) {
    this.#onWaiting = onWaiting;
  }

  find(key: string): SessionLine | undefined {
    return this.#lines.get(key);
  }

  of(key: string): SessionLine {
    const line = this.#lines.get(key) ?? newLine(key);
    this.#lines.set(key, line);
    return line;
  }

  /** Whether the row waits. */
  has(id: number): boolean {
    return this.#waiting.has(id);
  }

  /** Without effect in a line that was lost. */
  wait(line: SessionLine, place: Place, at = line.waiting.length): void {
    if (this.#lines.get(line.key) !== line) return;
    line.waiting.splice(at, 0, place);
    if (isBarrier(place)) line.lastBarrier = lastBarrierIn(line);
    this.#waiting.add(place.id);
    this.#onWaiting(line.key, line.waiting.length);
  }

  /** Takes places out of a line: all of them, unless told which. */
  take(line: SessionLine, at = 0, count = line.waiting.length): Place[] {
    const taken = line.waiting.splice(at, count);
    for (const { id } of taken) this.#waiting.delete(id);
    if (line.lastBarrier && taken.includes(line.lastBarrier)) line.lastBarrier = lastBarrierIn(line);
    if (taken.length > 0) this.#onWaiting(line.key, line.waiting.length);
    return taken;
  }

  forget(id: number): void {
    if (!this.has(id)) return;
    for (const line of this.#lines.values()) {
      const at = line.waiting.findIndex((place) => place.id === id);
      if (at >= 0) this.take(line, at, 1);
    }
  }

  /**
   * The session was lost: nobody waits in its line any more, and those inside are told to stop. What comes from now on
   * waits until they have ended: it may be the same rows.
   *
   * @param drain lets in what there is room for
   * @returns how many waited
   */
  lose(key: string, drain: (line: SessionLine) => void): number {
    const old = this.#lines.get(key);
    if (!old) return 0;
    const { length } = this.take(old);
    this.#lines.delete(key);
    if (isIdle(old)) return length;
    const fresh = this.of(key);
    fresh.alone += 1;
    old.onIdle = () => {
      fresh.alone -= 1;
      drain(fresh);
    };
    return length;
  }

  /** Lets go of a line in which nobody is. */
  leave(line: SessionLine): void {
    const { key, onIdle } = line;
    if (!isIdle(line)) return;
    if (this.#lines.get(key) === line) this.#lines.delete(key);
    delete line.onIdle;
    onIdle?.();
  }
}

function newLine(key: string): SessionLine {
  return { key, waiting: [], lastBarrier: undefined, inside: 0, alone: 0, isReading: false };
}

function lastBarrierIn({ waiting }: SessionLine): Place | undefined {
  return waiting.findLast(isBarrier);
}
