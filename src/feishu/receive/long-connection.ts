import { WSClient } from "@larksuiteoapi/node-sdk";
import { checkAppId } from "../../app-id.ts";
import type { Timers } from "../../delays.ts";
import { UsageError } from "../../errors.ts";
import { apiUrl } from "../sdk/domain.ts";
import { type EndpointAnswer, endpointHttp, hasten } from "../sdk/endpoint-http.ts";
import { limitedHttp } from "../sdk/http-limits.ts";
import { sdkLogger } from "../sdk/log.ts";
import { createAgents } from "../sdk/proxy.ts";
import { IntakeDispatcher } from "./intake-dispatcher.ts";
import type { ConnectionState, LongConnectionOptions } from "./long-connection-options.ts";

/** Busy, internal error, too many connections: of the endpoint's codes, those that pass by themselves. */
const PASSING = new Set([0, 1, 1000040343, 1000040350]);
/** Until it is open, in ms: what hangs must not keep it from being open in 10 s. */
const TIMEOUT_MS = 5000;
/** How long a ping may go unanswered, in s. Without it a dead connection is never noticed. */
const PING_TIMEOUT_S = 30;
/** Before it is started again, in ms: the first wait, and the longest. */
const WAITS_MS = [5000, 60_000] as const;
/**
 * An account's long connection, by the official client. The client connects again by itself, as often and as soon
 * as Feishu told it to; when it gives up (it does so when Feishu is busy), it is started again. It goes by the
 * environment's proxies, as the API client does.
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
  readonly #ending = new AbortController();
  #wait: number = WAITS_MS[0];
  #again: unknown;

  /** @throws UsageError `ERR_INVALID_OPTION` for an app id, a domain or a proxy that cannot be one */
  constructor(options: LongConnectionOptions) {
    const { appId, appSecret, intake, log } = options;
    checkAppId(appId);
    this.#options = options;
    this.#timers = options.timers ?? globalThis;
    this.#dispatcher = new IntakeDispatcher(intake, log);
    const domain = apiUrl(options.domain ?? "feishu");
    this.#client = new WSClient({
      appId,
      appSecret,
      domain,
      agent: createAgents()[domain.startsWith("https:") ? "httpsAgent" : "httpAgent"],
      logger: sdkLogger(log),
      httpInstance: this.#http(),
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

  #http() {
    const [{ account, log }, { signal }] = [this.#options, this.#ending];
    const http = limitedHttp({ timeoutMs: TIMEOUT_MS, agents: createAgents(), signal });
    const onAnswer = (answer: EndpointAnswer) => this.#answered(answer);
    return endpointHttp({ http, account, log, signal, timers: this.#timers, onAnswer });
  }

  /** The endpoint's answer to id and secret. The client itself may go on asking with ones that are refused. */
  #answered(answer: EndpointAnswer): void {
    this.#options.onAnswer?.(answer.code);
    if (this.#state !== "connecting") return;
    if (!PASSING.has(answer.code)) this.#refused(answer.code);
    else hasten(answer);
  }

  #refused(code: number): void {
    const { account, appId } = this.#options;
    this.#end();
    const message = `account ${account}: Feishu refused the app id ${appId} or its secret (code ${code})`;
    this.#opened.reject(new UsageError("ERR_FEISHU_REFUSED", message));
  }

  #open(): void {
    this.#wait = WAITS_MS[0];
    this.#become("connected");
    this.#opened.resolve();
  }

  #startAgain(): void {
    if (this.#state === "closed") return;
    if (this.#state === "connected") this.#become("reconnecting");
    const { account, log } = this.#options;
    log.warn({ account, waitMs: this.#wait }, "the long connection gave up and is started again");
    this.#again = this.#timers.setTimeout(() => void this.start(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, WAITS_MS[1]);
  }

  #end(): void {
    this.#timers.clearTimeout(this.#again);
    this.#ending.abort();
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
