import { Backoff } from "../backoff.ts";
import type { Database } from "../database/database.ts";
import type { Health } from "../health.ts";
import { Observer } from "./observer.ts";
import { Pulse } from "./pulse.ts";

interface MembershipOptions {
  readonly database: Database;
  readonly health: Health;
  /** It is certain again that this process lives, after it was not. */
  readonly onSure: () => void;
  /** It is not certain any more: others may take its sessions soon. */
  readonly onUnsure: () => void;
  /** Its connection had broken, and it has another one. */
  readonly onConnectedAgain: () => void;
  /** Rows wait for this process; none where sessions have become free. */
  readonly onNotified: (rows: readonly number[]) => void;
  /** After each heartbeat. */
  readonly onBeat: () => void;
}

/** How much of a lease passes between two heartbeats, and how much before its end turns are stopped. */
const BEAT = 1 / 4;
const MARGIN = 1 / 5;

/** This process among those that share the inbox: shows that it lives, and finds out who of the others does not. */
export class Membership {
  readonly #options: MembershipOptions;
  readonly #backoff = new Backoff();
  #id: number | undefined;
  #pulse: Pulse | undefined;
  #observer: Observer;
  /** Until when it is certain, in ms, by a clock that only moves forward. */
  #sureUntil = Number.NEGATIVE_INFINITY;
  #wasSure = false;
  #timer: NodeJS.Timeout | undefined;
  #doubt: NodeJS.Timeout | undefined;
  #isReconnecting = false;
  #isClosed = false;

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.#observer = new Observer(options.database.settings.graceMs);
  }

  /** Its row in the database. Another one after the others have given it up. */
  get id(): number {
    return this.#id ?? 0;
  }

  /** Whether it is certain that nobody has taken its sessions. */
  get isSure(): boolean {
    return performance.now() < this.#sureUntil;
  }

  /** @throws InboxError */
  async join(): Promise<void> {
    await this.#connect();
    await this.#beat();
  }

  /** Tells the others that this process has gone. */
  async leave(): Promise<void> {
    this.#isClosed = true;
    for (const timer of [this.#timer, this.#doubt]) clearTimeout(timer);
    this.#sureUntil = Number.NEGATIVE_INFINITY;
    try {
      await this.#pulse?.signOff();
    } finally {
      await this.#pulse?.close();
    }
  }

  async #connect(): Promise<void> {
    const pulse = await Pulse.connect(this.#options.database, this.#id, {
      onNotified: this.#options.onNotified,
      onBroken: () => this.#reconnect(),
    });
    this.#pulse = pulse;
    this.#id = pulse?.id ?? this.#id;
    this.#observer = new Observer(this.#options.database.settings.graceMs);
  }

  /** Its connection has broken: it needs another one before anything else. */
  #reconnect(): void {
    if (this.#isClosed || this.#isReconnecting) return;
    this.#isReconnecting = true;
    this.#pulse = undefined;
    clearTimeout(this.#timer);
    void this.#backoff.wait().then(() => {
      this.#isReconnecting = false;
      return this.#live();
    });
  }

  async #live(): Promise<void> {
    if (this.#isClosed) return;
    try {
      const isConnected = this.#pulse !== undefined;
      if (!isConnected) await this.#connect();
      if (!this.#pulse) return this.#reconnect();
      if (!isConnected) this.#options.onConnectedAgain();
      await this.#beat();
      this.#backoff.reset();
    } catch (error) {
      this.#options.health.failed(error);
      await this.#pulse?.close();
      this.#reconnect();
    }
  }

  async #beat(): Promise<void> {
    const { leaseMs } = this.#options.database.settings;
    const sentAt = performance.now();
    const pulse = this.#pulse;
    if (!pulse) return;
    if (!(await pulse.beat())) return this.#startAnew(pulse);
    // Whoever has asked meanwhile was told that nothing is certain, and has left undone what only a holder does.
    if (!this.isSure) this.#becomeUnsure();
    this.#sureUntil = sentAt + leaseMs * (1 - MARGIN);
    clearTimeout(this.#doubt);
    const certainMs = Math.max(0, this.#sureUntil - performance.now());
    this.#doubt = setTimeout(() => this.#becomeUnsure(), certainMs).unref();
    if (!this.#wasSure) this.#becomeSure();
    const { hasGivenUp, againMs } = await this.#observer.watch(pulse);
    if (hasGivenUp) this.#options.onNotified([]);
    this.#options.onBeat();
    this.#timer = setTimeout(() => void this.#live(), Math.min(leaseMs * BEAT, againMs + 1)).unref();
  }

  /** The others have given this process up: nothing is its any more, and it joins as another one. */
  async #startAnew(pulse: Pulse): Promise<void> {
    this.#becomeUnsure();
    this.#id = undefined;
    await pulse.close();
  }

  #becomeSure(): void {
    this.#wasSure = true;
    this.#options.health.works();
    this.#options.onSure();
  }

  #becomeUnsure(): void {
    this.#sureUntil = Number.NEGATIVE_INFINITY;
    if (!this.#wasSure) return;
    this.#wasSure = false;
    this.#options.onUnsure();
  }
}
