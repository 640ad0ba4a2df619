import { inTime } from "../../delays.ts";
import { InputError } from "../../errors.ts";
import type { FeishuEvent } from "../event/events.ts";
import { parseEvent } from "../event/parse.ts";
import { isRefusal, type Verdict } from "../policy/policy.ts";
import { limitLog } from "../sdk/limited-log.ts";
import type { ChannelLog } from "../sdk/log.ts";
import type { Arrival, Taken, Transport } from "./arrival.ts";
import { noteIgnored } from "./ignored.ts";
import type { IntakeOptions, IntakeStats } from "./intake-options.ts";
import { type Judged, judged } from "./judged.ts";
import { Keeper } from "./keeper.ts";
import { RECEIVED, showsToast, type Toast, TRY_AGAIN } from "./toast.ts";

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
  readonly #keeper: Keeper;
  readonly #counts = { accepted: 0, ignored: 0, malformed: 0, unavailable: 0, refused: 0 };
  #lastEventAt: number | undefined;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#log = limitLog(options.log, this.#now);
    this.#keeper = new Keeper(options, this.#log);
  }

  /** The counters, now. */
  stats(): IntakeStats {
    return { ...this.#counts, pending: this.#keeper.pending, lastEventAt: this.#lastEventAt };
  }

  /**
   * Takes one event as it came, and tells what became of it. Never rejects.
   *
   * @param envelope what Feishu pushed, once decrypted and parsed as JSON
   */
  async take(envelope: unknown, transport: Transport): Promise<Taken> {
    const receivedAt = this.#now();
    this.#lastEventAt = receivedAt;
    const how = { transport, receivedAt };
    const read = this.#read(envelope);
    const taken = "event" in read ? await this.#judge(read.event, how) : read.taken;
    this.#counts[taken.status] += 1;
    this.#options.watcher?.taken?.(taken, "event" in read ? read.event : undefined, how);
    return taken;
  }

  /** Counts a request that was refused before there was an event to take. @param code of the answer */
  countRefused(code: string): void {
    this.#counts.refused += 1;
    this.#options.watcher?.refused?.(code);
  }

  /** Refuses what comes from now on, and resolves when everything that is being kept is kept. */
  close(): Promise<void> {
    return this.#keeper.close();
  }

  #read(envelope: unknown): { readonly event: FeishuEvent } | { readonly taken: Taken } {
    try {
      return { event: parseEvent(envelope) };
    } catch (error) {
      return { taken: this.#unreadable(error) };
    }
  }

  async #judge(event: FeishuEvent, how: How): Promise<Taken> {
    const found = judged(event, this.#options);
    return this.#decide(found instanceof Promise ? await found : found, how);
  }

  #decide({ event, verdict, isOpen }: Judged, how: How): Promise<Taken> | Taken {
    if (verdict === "take") return this.#receive(event, how);
    if (isOpen) return this.#leftOpen(event, how, verdict);
    return this.#ignore(event, verdict);
  }

  #ignore(event: FeishuEvent, reason: Verdict): Taken {
    const { account, log, onRefused, refusalToast: toast } = this.#options;
    const ignored = noteIgnored({ event, account, reason }, { log, limited: this.#log });
    if (!isRefusal(reason)) return ignored;
    onRefused?.(event);
    return toast && showsToast(event) ? { ...ignored, answer: { toast } } : ignored;
  }

  async #leftOpen(event: FeishuEvent, how: How, reason: Verdict): Promise<Taken> {
    const status = await this.#keeper.refuse(event, how.transport, reason);
    return showsToast(event) ? { status, answer: { toast: this.#failureToast } } : { status };
  }

  get #failureToast(): Toast {
    return this.#options.failureToast ?? TRY_AGAIN;
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
    const { account, toast = RECEIVED, cardTimeoutMs = 2000, keepTimeoutMs = 2500 } = this.#options;
    const { timers = globalThis } = this.#options;
    // Feishu has been waiting since then, also while something was looked up.
    const spentMs = Math.max(this.#now() - how.receivedAt, 0);
    const kept = this.#keeper.keep({ event, account, ...how });
    if (!showsToast(event))
      return { status: await inTime(kept, "unavailable", keepTimeoutMs - spentMs, timers) };
    const status = await inTime(kept, "accepted", cardTimeoutMs - spentMs, timers);
    if (status === "malformed") return { status };
    return { status, answer: { toast: status === "accepted" ? toast : this.#failureToast } };
  }
}
