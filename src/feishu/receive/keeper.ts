import type { FeishuEvent } from "../event/events.ts";
import type { ChannelLog } from "../sdk/log.ts";
import { type Arrival, canNeverBeKept } from "./arrival.ts";
import type { IntakeOptions } from "./intake-options.ts";
import { LoopLag } from "./loop-lag.ts";

/** What became of an arrival. */
export type Kept = "accepted" | "malformed" | "unavailable";

/** Has arrivals kept, as many at once as there is room for, and refuses the rest for Feishu to send again. */
export class Keeper {
  readonly #options: Pick<IntakeOptions, "account" | "accept" | "maxPending">;
  readonly #log: ChannelLog;
  readonly #pending = new Set<Promise<Kept>>();
  readonly #lag = new LoopLag();
  #closed = false;

  constructor(options: Pick<IntakeOptions, "account" | "accept" | "maxPending">, log: ChannelLog) {
    this.#options = options;
    this.#log = log;
  }

  /** How many arrivals are being kept. */
  get pending(): number {
    return this.#pending.size;
  }

  /** What became of the arrival; why it was not kept is logged here. Never rejects. */
  keep(arrival: Arrival): Promise<Kept> {
    const why = this.#whyNot();
    if (why !== undefined) return this.refuse(arrival.event, arrival.transport, why);
    const kept = this.#accept(arrival);
    this.#pending.add(kept);
    return kept.finally(() => this.#pending.delete(kept));
  }

  async refuse({ header }: FeishuEvent, transport: string, reason: unknown): Promise<"unavailable"> {
    const fields = { account: this.#options.account, transport, eventId: header.event_id };
    const why = reason instanceof Error ? { err: reason } : { reason };
    this.#log.error({ ...fields, ...why }, "could not keep an event; Feishu will deliver it again");
    return "unavailable";
  }

  /** Refuses what comes from now on, and resolves when everything that is being kept is kept. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#pending);
  }

  #whyNot(): string | undefined {
    const { maxPending = 1000 } = this.#options;
    if (this.#closed) return "the channel is closing";
    if (this.#pending.size >= maxPending) return `${maxPending} events are being kept`;
    return this.#lag.isLong ? "the process is overloaded" : undefined;
  }

  async #accept(arrival: Arrival): Promise<Kept> {
    const { account, accept } = this.#options;
    try {
      await accept(arrival);
      return "accepted";
    } catch (error) {
      if (!canNeverBeKept(error)) return this.refuse(arrival.event, arrival.transport, error);
      this.#log.error({ account, err: error }, "dropped an event that is not what Feishu sends");
      return "malformed";
    }
  }
}
