import { LRUCache } from "lru-cache";
import { createdAtOf, type FeishuEvent, isMessage, isNotice } from "../../feishu/index.ts";
import type { GatewayLog } from "../log.ts";

/** What tells that other programs are connected with the same app; none that is not there. */
export interface Signs {
  /** Messages that other programs have received or sent. */
  unknownMessages?: number;
  /** Feishu has refused a connection because the app has as many as it may have. */
  connectionLimit?: true;
}

export interface OtherProgramsOptions {
  readonly account: string;
  readonly log: GatewayLog;
  /** How many message ids are remembered. @default 10,000 */
  readonly limit?: number | undefined;
  /** The clock, in ms since the epoch. @default Date.now */
  readonly now?: () => number;
}

/** `exceed_conn_limit` in the official client: 50 connections of one app. */
const CONNECTION_LIMIT = 1000040350;
/** An event that is delivered late comes within 15 s, if not for a fault. In ms. */
const ON_ITS_WAY_MS = 60_000;
/** More need not be told apart. */
const MOST_UNKNOWN = 1000;

/**
 * Looks for signs that this gateway is not the only one of its app. Feishu sends each event to one of an app's
 * connections and tells none of them about the others; but when somebody opens a chat, it tells which message is
 * the last one in it. One that was neither received nor sent here went past this gateway.
 *
 * Times are compared with Feishu's own. Where our clock counts, too, it makes the judgement more careful only.
 */
export class OtherPrograms {
  readonly #options: OtherProgramsOptions;
  /** Message ids, with the latest time that was heard of when they became known. */
  readonly #known: LRUCache<string, number>;
  readonly #unknown = new Set<string>();
  #connectionLimit = false;
  /** Since when every message should be known; undefined until something is heard. */
  #since: number | undefined;
  #connectedAt = 0;
  #latest = 0;

  constructor(options: OtherProgramsOptions) {
    this.#options = options;
    this.#known = new LRUCache({
      max: options.limit ?? 10_000,
      dispose: (at, _id, reason) => {
        if (reason === "evict") this.#since = Math.max(this.#since ?? at, at);
      },
    });
    this.connected();
  }

  /** What was found so far; undefined when nothing was. */
  get signs(): Signs | undefined {
    if (this.#unknown.size === 0 && !this.#connectionLimit) return undefined;
    return {
      ...(this.#unknown.size > 0 && { unknownMessages: this.#unknown.size }),
      ...(this.#connectionLimit && { connectionLimit: true }),
    };
  }

  /** The connection was made, perhaps again: what came while there was none is not known. */
  connected(): void {
    this.#since = undefined;
    this.#connectedAt = (this.#options.now ?? Date.now)();
  }

  /** An event has come in, whatever becomes of it. */
  hear(event: FeishuEvent): void {
    const at = createdAtOf(event);
    this.#latest = Math.max(this.#latest, at);
    // What comes first may be from before, delivered again.
    this.#since ??= Math.max(at, this.#connectedAt);
    if (isMessage(event)) this.#know(event.event.message.message_id);
    else if (isNotice(event)) this.#judge(at, event.event);
  }

  /** These messages were sent here. */
  sent(messageIds: readonly string[]): void {
    for (const id of messageIds) this.#know(id);
  }

  /** The code in an answer of the endpoint that gives out connections. */
  answered(code: number): void {
    if (code !== CONNECTION_LIMIT || this.#connectionLimit) return;
    this.#connectionLimit = true;
    const { account, log } = this.#options;
    log.warn({ account, code }, "the app has as many connections as Feishu allows: other programs hold them");
  }

  #know(id: string): void {
    this.#known.set(id, this.#latest);
  }

  #judge(at: number, { last_message_id: id, last_message_create_time: time }: Record<string, unknown>): void {
    const sentAt = typeof time === "string" ? Number(time) : Number.NaN;
    const isJudged = this.#since !== undefined && sentAt > this.#since && at - sentAt > ON_ITS_WAY_MS;
    if (typeof id !== "string" || !isJudged || this.#known.has(id) || this.#unknown.has(id)) return;
    if (this.#unknown.size === MOST_UNKNOWN) return;
    this.#unknown.add(id);
    const { account, log } = this.#options;
    log.warn(
      { account, messageId: id },
      "a message in a chat of the bot's was neither received nor sent here: another program is connected with this app, and gets some of its events",
    );
  }
}
