import { setImmediate } from "node:timers/promises";
import { createClock } from "@sinonjs/fake-timers";
import { createMemoryInbox } from "../../src/inbox/memory.ts";
import { createDispatchDedup } from "../../src/index.ts";
import { pickOne, seededRandom } from "../../src/stand-in/random.ts";

export const MAX_SETTLED = 20_000;
const MOST_ATTEMPTS = 4;
const TURN_TIMEOUT_MS = 60_000;
const TICK_MS = 250;
const WORDS = ["hello", "hello", "hello", "hello", "hello", "hello", "/new", "/stop", "/status", "stop"];

/** One message of somebody. */
interface Message {
  readonly ids: readonly string[];
  readonly sessionKey: string;
  readonly text: string;
}

/** A bot of an engine and an in-memory inbox, with everything that goes wrong with one, in virtual time. */
export class BusyBot {
  readonly clock = createClock(Date.UTC(2026, 0, 5));
  readonly inbox = createMemoryInbox({ now: () => this.clock.now });
  readonly dedup = createDispatchDedup({
    maxSettled: MAX_SETTLED,
    turnTimeoutMs: TURN_TIMEOUT_MS,
    now: () => this.clock.now,
    timers: this.clock,
  });
  /** Messages that were accepted, and what became of them. */
  accepted = 0;
  /** Deliveries of what was known already. */
  known = 0;
  readonly ends: Record<string, number> = {};
  /** Sessions in which two turns have run at once. */
  readonly overlaps: string[] = [];
  readonly #running = new Set<string>();
  readonly #random: () => number;
  readonly #sessions: readonly string[];
  #written = 0;

  constructor(sessions: number, seed: number) {
    this.#random = seededRandom(seed);
    this.#sessions = Array.from({ length: sessions }, (_, index) => `s${index}`);
  }

  /** Lets people write for a time in ms, with so much between two messages on the average. */
  async live(ms: number, meanGapMs: number): Promise<void> {
    const until = this.clock.now + ms;
    while (this.clock.now < until) {
      await this.#pass(-Math.log(1 - this.#random()) * meanGapMs);
      this.#write();
    }
  }

  /** Lets everything come to its end that has begun. */
  async rest(): Promise<void> {
    while (this.clock.countTimers() > 0) {
      this.clock.next();
      await setImmediate();
    }
  }

  async #pass(ms: number): Promise<void> {
    await setImmediate();
    const until = this.clock.now + Math.max(1, Math.round(ms));
    while (this.clock.now < until) {
      this.clock.tick(
        this.clock.countTimers() === 0 ? until - this.clock.now : Math.min(TICK_MS, until - this.clock.now),
      );
      await setImmediate();
    }
  }

  /** Now and then it is delivered again: at once, a moment later or hours later, and by one of its identities alone. */
  #write(): void {
    this.#written += 1;
    const sessionKey = pickOne(this.#sessions, this.#random) ?? "";
    const text = pickOne(WORDS, this.#random) ?? "";
    const message = { ids: [`event:${this.#written}`, `message:om_${this.#written}`], sessionKey, text };
    void this.#receive(message);
    if (this.#random() > 0.1) return;
    const again = {
      ...message,
      ids: [this.#random() < 0.5 ? (message.ids[0] ?? "") : (message.ids[1] ?? "")],
    };
    const afterMs = pickOne([0, 15_000, 300_000, 3_600_000, 21_600_000], this.#random) ?? 0;
    this.clock.setTimeout(() => void this.#receive(again), afterMs);
  }

  async #receive(message: Message): Promise<void> {
    const { ids, sessionKey, text } = message;
    const event = { schema: "2.0", header: { event_id: ids[0] }, event: { text } };
    const claim = await this.inbox.claim({ event, ids, sessionKey, account: "bot", transport: "webhook" });
    if (claim.status !== "accepted") {
      this.known += 1;
      return;
    }
    this.accepted += 1;
    await this.#run(claim.id, message);
  }

  async #run(id: number, message: Message): Promise<void> {
    const attempt = (await this.inbox.start(id)) ?? 0;
    try {
      const { status } = await this.dedup(message, ({ signal }) => this.#turn(message, signal));
      await this.inbox.complete(id);
      this.#end(status);
    } catch (error) {
      if (attempt < MOST_ATTEMPTS)
        this.clock.setTimeout(() => void this.#run(id, message), 2000 * 2 ** attempt);
      else {
        await this.inbox.fail(id, { error: String(error) });
        this.#end("dead");
      }
    }
  }

  /** Most are short; some are long, fail, or outrun their time and do not listen. */
  async #turn({ sessionKey, text }: Message, signal: AbortSignal): Promise<void> {
    const isAlone = text === "hello" || text === "/new";
    if (isAlone && this.#running.has(sessionKey)) this.overlaps.push(sessionKey);
    if (isAlone) this.#running.add(sessionKey);
    const isDeaf = this.#random() < 0.002;
    const longest = isDeaf ? 10 * TURN_TIMEOUT_MS : 20_000;
    try {
      await this.#sleep(this.#random() ** 4 * longest, isDeaf ? undefined : signal);
      if (this.#random() < 0.03) throw new Error("the agent is away");
    } finally {
      if (isAlone) this.#running.delete(sessionKey);
    }
  }

  #sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.clock.setTimeout(() => resolve(), ms);
      signal?.addEventListener("abort", () => {
        this.clock.clearTimeout(timer);
        reject(signal.reason);
      });
    });
  }

  #end(how: string): void {
    this.ends[how] = (this.ends[how] ?? 0) + 1;
  }
}
