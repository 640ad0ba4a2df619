import type { Timers } from "../../delays.ts";
import { TurnStopped } from "../../errors.ts";
import { ReplyError } from "../../feishu/channel.ts";
import type { GatewayLog } from "../log.ts";

export interface LoginOptions {
  readonly account: string;
  /** Asks Feishu for an access token. @throws when there is none to be had now */
  readonly authenticate: () => Promise<void>;
  /** Told when the account is in, and when its first answer has come, whatever it was. */
  readonly onChange: () => void;
  readonly log: GatewayLog;
  readonly timers?: Timers;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 5000;

/**
 * Whether an account can act at all: whether Feishu gives it a token. It asks until Feishu does, since a secret is put
 * right and a network comes back; nothing is given up meanwhile.
 */
export class Login {
  readonly #options: LoginOptions;
  readonly #timers: Timers;
  #isIn = false;
  #isClosed = false;
  #hasAnswer = false;
  #waiting: Array<() => void> = [];
  #timer: unknown;
  #wait = FIRST_WAIT_MS;

  constructor(options: LoginOptions) {
    this.#options = options;
    this.#timers = options.timers ?? globalThis;
  }

  get isIn(): boolean {
    return this.#isIn;
  }

  /** Whether Feishu has answered, or could not be asked, at least once. */
  get hasAnswer(): boolean {
    return this.#hasAnswer;
  }

  /** Asks until it is in; resolves after the first time. */
  async start(): Promise<void> {
    try {
      await this.#options.authenticate();
      this.#enter();
    } catch (err) {
      this.#askAgain(err);
    }
    if (this.#hasAnswer) return;
    this.#hasAnswer = true;
    this.#options.onChange();
  }

  /**
   * Sends something when the account is in, and again when it turned out not to be: without a token nothing has been
   * sent, and a message is not to be given up for that.
   *
   * @throws what `send` throws; the signal's reason; without a signal TurnStopped `ERR_CLOSED` once it is closed
   */
  async act<T>(send: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (;;) {
      await this.#ready(signal);
      try {
        return await send();
      } catch (error) {
        const mayLackToken = error instanceof ReplyError && error.mayLackToken;
        if (signal?.aborted || !mayLackToken || !(await this.#isLost())) throw error;
      }
    }
  }

  async #ready(signal?: AbortSignal): Promise<void> {
    while (!this.#isIn) {
      signal?.throwIfAborted();
      if (this.#isClosed && !signal) throw new TurnStopped("ERR_CLOSED", "The gateway ends.");
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.push(resolve);
      signal?.addEventListener("abort", () => resolve(), { once: true });
      await promise;
    }
  }

  /** Something could not be sent: asks anew whether the account is still in, and goes on asking when it is not. */
  async #isLost(): Promise<boolean> {
    if (!this.#isIn) return true;
    try {
      await this.#options.authenticate();
      return false;
    } catch (err) {
      this.#isIn = false;
      this.#askAgain(err);
      return true;
    }
  }

  /** Asks no more. What is in stays in: turns that run may still answer. */
  close(): void {
    this.#isClosed = true;
    this.#timers.clearTimeout(this.#timer);
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #enter(): void {
    this.#isIn = true;
    const { account, log } = this.#options;
    if (this.#hasAnswer) log.info({ account }, "Feishu gives the account access tokens now");
    this.#wait = FIRST_WAIT_MS;
    this.#wake();
    this.#options.onChange();
  }

  #askAgain(err: unknown): void {
    if (this.#isClosed) return;
    const { account, log } = this.#options;
    log.warn(
      { account, err, waitMs: this.#wait },
      "Feishu gives the account no access token; it is asked again",
    );
    this.#timers.clearTimeout(this.#timer);
    this.#timer = this.#timers.setTimeout(() => void this.start(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }
}
