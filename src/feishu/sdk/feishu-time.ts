import type { ChannelLog } from "./log.ts";

/** What a `Date` header, which counts whole seconds, and the way of an answer can make of a clock that is right. */
const NOTICEABLE_MS = 5000;

/** What was known of the clocks when an answer came, in ms: Feishu's, the local one, and the process's own. */
interface Observation {
  readonly feishu: number;
  readonly local: number;
  readonly own: number;
}

/**
 * Feishu's time, as the `Date` header of its answers tells it: what people wrote and what was signed is dated by it. As
 * long as the local clock is right, it is the local time; also before there was an answer.
 *
 * @example
 * ```ts
 * import { pino } from "pino";
 * import { createClient, FeishuTime } from "feishu-dispatch-dedup/feishu/channel";
 *
 * const log = pino();
 * const time = new FeishuTime(log);
 * const { FEISHU_APP_ID: appId = "", FEISHU_APP_SECRET: appSecret = "" } = process.env;
 * await createClient({ appId, appSecret, log, time }).authenticate();
 * console.log(new Date(time.now()), time.offMs);
 * ```
 */
export class FeishuTime {
  /** Called when the local clock was set, or the machine has slept: an answer of Feishu's would tell which. */
  onDoubt: () => void = () => {};
  readonly #log: Pick<ChannelLog, "info" | "warn">;
  #seen: Observation | undefined;
  #doubtedAt = Number.NEGATIVE_INFINITY;
  #toldOff = 0;

  /** @param log is told when the local clock is found to be off, and when it is right again */
  constructor(log: Pick<ChannelLog, "info" | "warn">) {
    this.#log = log;
  }

  /** Feishu's time, in ms since the epoch. */
  readonly now = (): number => Date.now() - this.offMs;

  /** By how much the local clock is ahead of Feishu's, in ms; 0 while that is too little to be told. */
  get offMs(): number {
    if (!this.#seen) return 0;
    const { feishu, local, own } = this.#seen;
    const passed = performance.now() - own;
    if (Math.abs(Date.now() - local - passed) >= NOTICEABLE_MS) this.#doubt();
    const off = Math.round(Date.now() - feishu - passed);
    return Math.abs(off) < NOTICEABLE_MS ? 0 : off;
  }

  /**
   * Takes the time of an answer.
   *
   * @param date its `Date` header, if it has one
   * @param sentAt when it was asked for, by `performance.now()`
   */
  observe(date: unknown, sentAt: number): void {
    const written = typeof date === "string" ? Date.parse(date) : Number.NaN;
    if (Number.isNaN(written)) return;
    const own = performance.now();
    // The header leaves out what is over a whole second; the answer was written on the way.
    this.#seen = { feishu: written + 500 + (own - sentAt) / 2, local: Date.now(), own };
    this.#tell();
  }

  #doubt(): void {
    if (performance.now() - this.#doubtedAt < NOTICEABLE_MS) return;
    this.#doubtedAt = performance.now();
    this.onDoubt();
  }

  #tell(): void {
    const { offMs } = this;
    if (Math.abs(offMs - this.#toldOff) < NOTICEABLE_MS) return;
    this.#toldOff = offMs;
    if (offMs === 0) return this.#log.info({}, "the local clock agrees with Feishu's again");
    this.#log.warn(
      { aheadMs: offMs },
      "the local clock is off; Feishu's times are compared with Feishu's own",
    );
  }
}
