import { LRUCache } from "lru-cache";
import type { Timers } from "../../delays.ts";
import type { DiagnosticEvent } from "./diagnostics.ts";

/** What runs in a session, by what the host tells. */
interface Lane {
  /** Runs that wait for the one before them. */
  waiting: number;
  /** Since the turn started: runs that were let through, and runs that were over. */
  started: number;
  over: number;
  running: boolean;
  /** Since anything has run, something came that found the session idle, by what the host took for that. */
  given: boolean;
  /** Agents have talked to each other during the turn. */
  exchanging: boolean;
  /** Who waits for the session to be free. */
  readonly waiters: Set<() => void>;
}

const IDLE = { waiting: 0, started: 0, over: 0, running: false, given: false, exchanging: false };

// Sessions in use at a time are few; what is forgotten is only not waited for.
const MAX_LANES = 1_000;

/** A run that was let through says so soon, or never: it failed before it began. */
const SIGN_OF_LIFE_MS = 10_000;

/** Agents that talk to each other take turns, with a pause in which nothing is seen; it took up to 0.9 s. */
const PAUSE_MS = 2_000;
/** A session is not kept for an exchange that goes on for longer. */
const EXCHANGE_MS = 60_000;
const NESTED = "nested:";

/**
 * Tells when nothing of the host's own runs in a session any more.
 *
 * A dispatch that is done does not mean that: another agent's answer to `sessions_send` comes as a run that is queued
 * behind the turn and starts before the dispatch is reported, and a run that was stopped is reported before it is
 * over. A dispatch that starts beside such a run fails, on 2026.9 always.
 */
export class Lanes {
  readonly #lanes = new LRUCache<string, Lane>({ max: MAX_LANES });
  readonly #timers: Timers;
  readonly #now: () => number;
  /** The sessions in which an agent is being asked by another one, and when that was last seen to go on. */
  readonly #asked = new Set<string>();
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(timers: Timers, now: () => number) {
    this.#timers = timers;
    this.#now = now;
  }

  /** Takes an event of the host's diagnostics. */
  readonly see = (event: DiagnosticEvent): void => {
    if (event.lane?.startsWith(NESTED)) return this.#nested(event.lane.slice(NESTED.length));
    const sessionKey = event.lane?.startsWith("session:") ? event.lane.slice(8) : event.sessionKey;
    if (!sessionKey) return;
    const change = CHANGES[event.type === "session.state" ? `${event.reason}` : event.type];
    if (!change) return;
    const lane = this.#of(sessionKey);
    change(lane, event);
    if (!lane.running && this.#asked.delete(sessionKey)) this.#askedAt = this.#now();
    for (const tell of lane.waiters) tell();
  };

  /** A turn starts in a session that is free. */
  begin(sessionKey: string): void {
    Object.assign(this.#of(sessionKey), { started: 0, over: 0, exchanging: false });
  }

  /** Whether the host may have given the session to something else than the turn, of which nothing has been seen. */
  isGivenAway(sessionKey: string): boolean {
    const { given, waiting, started, running } = this.#of(sessionKey);
    return given && !running && waiting + started === 0;
  }

  /** Resolves when nothing runs in the session, as far as the host tells. */
  async idle(sessionKey: string): Promise<void> {
    const lane = this.#of(sessionKey);
    const until = this.#now() + EXCHANGE_MS;
    do while (isBusy(lane) && (await this.#change(lane)));
    while (lane.exchanging && this.#now() < until && (await this.#pause()));
  }

  /** An agent is asked by another one, perhaps by one whose turn is running: its answer will come as such a run. */
  #nested(sessionKey: string): void {
    this.#asked.add(sessionKey);
    this.#askedAt = this.#now();
    for (const lane of this.#lanes.values()) lane.exchanging = true;
  }

  /** @returns false when agents have been silent for long enough */
  async #pause(): Promise<boolean> {
    const restMs = this.#askedAt + PAUSE_MS - this.#now();
    if (this.#asked.size === 0 && restMs <= 0) return false;
    await new Promise<void>((resolve) => this.#timers.setTimeout(resolve, Math.max(restMs, PAUSE_MS / 4)));
    return true;
  }

  /** @returns false when nothing changes although nothing is seen to run */
  #change(lane: Lane): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = lane.running ? undefined : this.#timers.setTimeout(() => resolve(false), SIGN_OF_LIFE_MS);
    const tell = () => resolve(true);
    lane.waiters.add(tell);
    return promise.finally(() => {
      lane.waiters.delete(tell);
      if (timer !== undefined) this.#timers.clearTimeout(timer);
    });
  }

  #of(sessionKey: string): Lane {
    const known = this.#lanes.get(sessionKey);
    if (known) return known;
    const lane: Lane = { ...IDLE, waiters: new Set() };
    this.#lanes.set(sessionKey, lane);
    return lane;
  }
}

/** The turn's own run is not waited for when it never said that it ran: then it has failed early. */
function isBusy({ waiting, started, over, running }: Lane): boolean {
  return running || waiting > 0 || (started > 1 && over < started);
}

const CHANGES: Readonly<Record<string, ((lane: Lane, event: DiagnosticEvent) => void) | undefined>> = {
  "queue.lane.enqueue": (lane) => {
    lane.waiting++;
    lane.given = false;
  },
  "queue.lane.dequeue": (lane, { queueSize = 0 }) => {
    lane.waiting = queueSize;
    lane.started++;
  },
  message_start: (lane, { prevState }) => {
    lane.given ||= prevState === "idle";
  },
  run_started: (lane) => {
    lane.running = true;
    lane.given = false;
  },
  run_completed: (lane) => {
    lane.running = false;
    lane.over++;
  },
};
