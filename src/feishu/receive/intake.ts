import { inTime } from "../../delays.ts";
import { InputError } from "../../errors.ts";
import type { FeishuEvent } from "../event/events.ts";
import { parseEvent } from "../event/parse.ts";
import { limitLog } from "../sdk/limited-log.ts";
import type { ChannelLog } from "../sdk/log.ts";
import { type Arrival, canNeverBeKept, type Taken, type Transport } from "./arrival.ts";
import { noteIgnored } from "./ignored.ts";
import type { IntakeOptions, IntakeStats } from "./intake-options.ts";
import { LoopLag } from "./loop-lag.ts";
import { RECEIVED, showsToast, TRY_AGAIN } from "./toast.ts";

type Kept = "accepted" | "malformed" | "unavailable";
type How = Pick<Arrival, "transport" | "receivedAt">;

/**
 * Where the events of one account come in, by whichever transport: parsed, judged and kept.
 *
 * @example
 * ```ts
 * import { pino } from "pino";
 * import { type Arrival, createPolicy, Intake } from "feishu-dispatch-dedup/feishu/channel";
 *
 * const accept = async ({ event }: Arrival) => console.log(event.header.event_id);
 * const intake = new Intake({ account: "default", judge: createPolicy(), accept, log: pino() });
 * const { status } = await intake.take({ schema: "2.0" }, "webhook");
 * console.log(status); // malformed
 * ```
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #now: () => number;
  readonly #log: ChannelLog;
  readonly #pending = new Set<Promise<Kept>>();
  readonly #counts = { accepted: 0, ignored: 0, malformed: 0, unavailable: 0, refused: 0 };
  readonly #lag = new LoopLag();
  #lastEventAt: number | undefined;
  #closed = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#log = limitLog(options.log, this.#now);
  }

  /** The counters, now. */
  stats(): IntakeStats {
    return { ...this.#counts, pending: this.#pending.size, lastEventAt: this.#lastEventAt };
  }

  /**
   * Takes one event as it came, and tells what became of it. Never rejects.
   *
   * @param envelope what Feishu pushed, once decrypted and parsed as JSON
   */
  async take(envelope: unknown, transport: Transport): Promise<Taken> {
    const receivedAt = this.#now();
    this.#lastEventAt = receivedAt;
    const taken = await this.#take(envelope, { transport, receivedAt });
    this.#counts[taken.status] += 1;
    return taken;
  }

  /** Counts a request that was refused before there was an event to take. */
  countRefused(): void {
    this.#counts.refused += 1;
  }

  /** Refuses what comes from now on, and resolves when everything that is being kept is kept. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#pending);
  }

  async #take(envelope: unknown, how: How): Promise<Taken> {
    let event: FeishuEvent;
    try {
      event = parseEvent(envelope);
    } catch (error) {
      return this.#unreadable(error);
    }
    const verdict = this.#options.judge(event);
    if (verdict === "bot-unknown") return { status: await this.#refuse(event, how, verdict) };
    if (verdict === "take") return this.#receive(event, how);
    const { account, log } = this.#options;
    return noteIgnored({ event, account, reason: verdict }, { log, limited: this.#log });
  }

  #unreadable(error: unknown): Taken {
    const { account } = this.#options;
    if (error instanceof InputError && error.code === "ERR_UNKNOWN_EVENT") {
      this.#log.info({ account, err: error }, "ignored an event of a type that is not known");
      return { status: "ignored", reason: "unknown-type" };
    }
    this.#log.error({ account, err: error }, "dropped an event that is not what Feishu sends");
    return { status: "malformed" };
  }

  async #receive(event: FeishuEvent, how: How): Promise<Taken> {
    const {
      account,
      toast = RECEIVED,
      failureToast = TRY_AGAIN,
      cardTimeoutMs = 2000,
      keepTimeoutMs = 2500,
    } = this.#options;
    const { timers = globalThis } = this.#options;
    const kept = this.#keep({ event, account, ...how });
    if (!showsToast(event)) return { status: await inTime(kept, "unavailable", keepTimeoutMs, timers) };
    const status = await inTime(kept, "accepted", cardTimeoutMs, timers);
    if (status === "malformed") return { status };
    return { status, answer: { toast: status === "accepted" ? toast : failureToast } };
  }

  /** What became of the arrival; why it was not kept is logged here. */
  #keep(arrival: Arrival): Promise<Kept> {
    const { maxPending = 1000 } = this.#options;
    const why = this.#whyNot(maxPending);
    if (why !== undefined) return this.#refuse(arrival.event, arrival, why);
    const kept = this.#accept(arrival);
    this.#pending.add(kept);
    return kept.finally(() => this.#pending.delete(kept));
  }

  #whyNot(maxPending: number): string | undefined {
    if (this.#closed) return "the channel is closing";
    if (this.#pending.size >= maxPending) return `${maxPending} events are being kept`;
    return this.#lag.isLong ? "the process is overloaded" : undefined;
  }

  async #accept(arrival: Arrival): Promise<Kept> {
    try {
      await this.#options.accept(arrival);
      return "accepted";
    } catch (error) {
      if (!canNeverBeKept(error)) return this.#refuse(arrival.event, arrival, error);
      this.#unreadable(error);
      return "malformed";
    }
  }

  async #refuse({ header }: FeishuEvent, { transport }: How, reason: unknown): Promise<"unavailable"> {
    const fields = { account: this.#options.account, transport, eventId: header.event_id };
    const why = reason instanceof Error ? { err: reason } : { reason };
    this.#log.error({ ...fields, ...why }, "could not keep an event; Feishu will deliver it again");
    return "unavailable";
  }
}
