import { WSClient } from "@larksuiteoapi/node-sdk";
import { checkAppId } from "../../app-id.ts";
import type { Timers } from "../../delays.ts";
import { UsageError } from "../../errors.ts";
import { apiUrl } from "../sdk/domain.ts";
import { limitedHttp } from "../sdk/http-limits.ts";
import { sdkLogger } from "../sdk/log.ts";
import { IntakeDispatcher } from "./intake-dispatcher.ts";
import type { ConnectionState, LongConnectionOptions } from "./long-connection-options.ts";

export type { ConnectionState, LongConnectionOptions };

/** Busy, internal error, too many connections: of the endpoint's codes, those that pass by themselves. */
const PASSING = new Set([0, 1, 1000040343, 1000040350]);
const TIMEOUT_MS = 15_000;
/** How long a ping may go unanswered, in s. Without it a dead connection is never noticed. */
const PING_TIMEOUT_S = 30;
const FIRST_WAIT_MS = 5000;
const LONGEST_WAIT_MS = 60_000;

/**
 * An account's long connection, by the official client. The client connects again by itself, as often and as soon
 * as Feishu told it to; when it gives up (it does so when Feishu is busy), it is started again.
 *
 * @example
 * ```ts
 * import { pino } from "pino";
 * import { type Arrival, createPolicy, Intake, LongConnection } from "feishu-dispatch-dedup/feishu/channel";
 *
 * export async function connect(appId: string, appSecret: string) {
 *   const common = { account: "default", log: pino() };
 *   const accept = async ({ event }: Arrival) => console.log(event.header.event_id);
 *   const intake = new Intake({ ...common, judge: createPolicy(), accept });
 *   const connection = new LongConnection({ ...common, appId, appSecret, intake });
 *   await connection.start();
 *   return connection;
 * }
 * ```
 */
export class LongConnection {
  readonly #options: LongConnectionOptions;
  readonly #client: WSClient;
  readonly #dispatcher: IntakeDispatcher;
  readonly #timers: Timers;
  readonly #opened = Promise.withResolvers<void>();
  #state: ConnectionState = "connecting";
  #wait = FIRST_WAIT_MS;
  #again: unknown;

  /** @throws UsageError `ERR_INVALID_OPTION` for an app id or a domain that cannot be one */
  constructor(options: LongConnectionOptions) {
    const { appId, appSecret, intake, log } = options;
    checkAppId(appId);
    this.#options = options;
    this.#timers = options.timers ?? globalThis;
    this.#dispatcher = new IntakeDispatcher(intake, log);
    this.#client = new WSClient({
      appId,
      appSecret,
      domain: apiUrl(options.domain ?? "feishu"),
      logger: sdkLogger(log),
      httpInstance: limitedHttp(TIMEOUT_MS, (code) => this.#answered(code)),
      handshakeTimeoutMs: TIMEOUT_MS,
      wsConfig: { pingTimeout: PING_TIMEOUT_S },
      onReady: () => this.#open(),
      onReconnected: () => this.#open(),
      onReconnecting: () => this.#become("reconnecting"),
      onError: () => this.#startAgain(),
    });
  }

  /** Where it stands, now. */
  get state(): ConnectionState {
    return this.#state;
  }

  /**
   * Resolves when it is open for the first time, or closed before that.
   *
   * @throws UsageError `ERR_FEISHU_REFUSED` when Feishu does not accept the app's id and secret
   */
  start(): Promise<void> {
    void this.#client.start({ eventDispatcher: this.#dispatcher });
    return this.#opened.promise;
  }

  /** Answers the events under way, refuses new ones, and closes. */
  async close(): Promise<void> {
    if (this.#state === "closed") return;
    await this.#dispatcher.close();
    this.#end();
    this.#opened.resolve();
  }

  /** The endpoint's answer to id and secret. The client itself may go on asking with ones that are refused. */
  #answered(code: number): void {
    this.#options.onAnswer?.(code);
    if (PASSING.has(code) || this.#state !== "connecting") return;
    this.#end();
    const { account, appId } = this.#options;
    const message = `account ${account}: Feishu refused the app id ${appId} or its secret (code ${code})`;
    this.#opened.reject(new UsageError("ERR_FEISHU_REFUSED", message));
  }

  #open(): void {
    this.#wait = FIRST_WAIT_MS;
    this.#become("connected");
    this.#opened.resolve();
  }

  #startAgain(): void {
    if (this.#state === "closed") return;
    if (this.#state === "connected") this.#become("reconnecting");
    const { account, log } = this.#options;
    log.warn({ account, waitMs: this.#wait }, "the long connection gave up and is started again");
    this.#again = this.#timers.setTimeout(() => void this.start(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }

  #end(): void {
    this.#timers.clearTimeout(this.#again);
    this.#client.close();
    this.#become("closed");
  }

  #become(state: ConnectionState): void {
    if (this.#state === state || this.#state === "closed") return;
    this.#state = state;
    const { account, log, onState } = this.#options;
    log.info({ account, state }, "the long connection changed its state");
    onState?.(state);
  }
}
