import type { Timers } from "../../delays.ts";
import { Refused } from "./webhook-problem.ts";

/** What the bodies of one webhook may take. */
export interface BodyLimits {
  /** Largest body, in bytes. @default 1,048,576 */
  readonly bodyLimit?: number;
  /** How long a body may take to arrive, in ms; Feishu itself gives up after 3,000. @default 5,000 */
  readonly bodyTimeoutMs?: number;
  /** Bodies that may be arriving at once; more are answered 503. @default 1,000 */
  readonly maxBodies?: number;
  /** Bytes that all arriving bodies may hold together; more are answered 503. @default 33,554,432 */
  readonly maxBodyBytes?: number;
  /** What `bodyTimeoutMs` is measured with. @default the system's */
  readonly timers?: Timers;
}

/** Reads bodies into memory, and holds no more of them, for no longer, than its limits say. */
export class Bodies {
  readonly #limits: Required<BodyLimits>;
  #count = 0;
  #bytes = 0;

  constructor(limits: BodyLimits = {}) {
    const { bodyLimit = 1_048_576, bodyTimeoutMs = 5000, maxBodies = 1000 } = limits;
    const { maxBodyBytes = 33_554_432, timers = globalThis } = limits;
    this.#limits = { bodyLimit, bodyTimeoutMs, maxBodies, maxBodyBytes, timers };
  }

  /**
   * @param chunks the body; told to `return()` when it is not wanted any more
   * @param announced its length by the header, in bytes
   * @throws Refused when it is too large, too slow, or one too many
   */
  async read(chunks: AsyncIterator<Uint8Array>, announced: number): Promise<Buffer> {
    if (announced > this.#limits.bodyLimit) throw new Refused(413);
    if (this.#count >= this.#limits.maxBodies) throw new Refused(503);
    const { timers, bodyTimeoutMs } = this.#limits;
    const late = Promise.withResolvers<never>();
    const timer = timers.setTimeout(() => late.reject(new Refused(408)), bodyTimeoutMs);
    this.#count += 1;
    try {
      return await this.#collect(chunks, late.promise);
    } finally {
      timers.clearTimeout(timer);
      this.#count -= 1;
    }
  }

  async #collect(chunks: AsyncIterator<Uint8Array>, late: Promise<never>): Promise<Buffer> {
    const body: Uint8Array[] = [];
    let size = 0;
    try {
      for (;;) {
        const { done, value } = await Promise.race([chunks.next(), late]);
        if (done) return body.length === 1 && body[0] instanceof Buffer ? body[0] : Buffer.concat(body);
        size += value.byteLength;
        this.#bytes += value.byteLength;
        body.push(value);
        this.#check(size);
      }
    } catch (error) {
      // A body that hangs would answer `return()` only when its next bytes come.
      void chunks.return?.()?.catch(() => {});
      throw error;
    } finally {
      this.#bytes -= size;
    }
  }

  #check(size: number): void {
    if (size > this.#limits.bodyLimit) throw new Refused(413);
    if (this.#bytes > this.#limits.maxBodyBytes) throw new Refused(503);
  }
}
