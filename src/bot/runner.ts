import { setImmediate, setTimeout } from "node:timers/promises";
import type { DispatchDedup } from "../dispatch/api.ts";
import type { Turn } from "../dispatch/contract.ts";
import { createDispatchDedup } from "../dispatch/dedup.ts";
import type { ChannelLog } from "../feishu/channel.ts";
import { isRecall, messageIdentity } from "../feishu/index.ts";
import { InboxError } from "../inbox/errors.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { LastChances } from "../inbox/last-chances.ts";
import type { Transport } from "../transport.ts";
import { botTurn, isStopped, type Row, runRow } from "./attempts.ts";
import { consoleLog } from "./console-log.ts";
import { assertTaken } from "./errors.ts";
import type { BotOptions } from "./options.ts";
import { recall } from "./recall.ts";
import { type Remake, Resumption } from "./resumption.ts";
import { type Ended, isForgotten, type Work } from "./work.ts";

/** How long a session that is full is left alone, in ms. */
const FULL_MS = 200;

/** A dispatch that was made; what becomes of it, and whether that was by its own handler. */
interface Begun {
  readonly ended: Promise<Ended>;
  readonly hasRun: () => boolean;
}

/**
 * Runs each event's handler once, in its session's turn. An event is taken when it has its place in the line and, with
 * an inbox, is kept; its handler is not waited for.
 */
export class Runner {
  readonly #dedup: DispatchDedup;
  readonly #inbox: Inbox | undefined;
  readonly #options: BotOptions;
  readonly #log: ChannelLog;
  readonly #resumption: Resumption | undefined;
  readonly #lastChances: LastChances;

  constructor(options: BotOptions, remake: Remake) {
    const { inbox, dedup, log = consoleLog } = options;
    this.#dedup = dedup ?? createDispatchDedup(inbox ? { maxQueued: Number.MAX_SAFE_INTEGER } : {});
    this.#inbox = inbox;
    this.#options = options;
    this.#log = log;
    this.#lastChances = new LastChances(options.retry?.maxAttempts);
    const place = (work: Work, row: Row) => this.#place(work, row);
    this.#resumption = inbox && new Resumption({ inbox, remake, place, log });
  }

  /**
   * Takes an event.
   *
   * @returns what becomes of it; that promise never rejects
   * @throws NotTaken, DeadlockError, InboxError when it was not taken, and Feishu should deliver it again
   */
  async take(work: Work, transport: Transport): Promise<{ readonly ended: Promise<Ended> }> {
    await this.#resumption?.done();
    if (work.event && isRecall(work.event))
      await recall(messageIdentity(work.event.event.message_id, this.#options), this.#dedup, this.#inbox);
    const row = Promise.withResolvers<Row>();
    const begun = this.#begin(work, this.#inbox && row.promise);
    // What has no place in the line says so at once. What has one is kept only then, and runs only when it is.
    const early = await Promise.race([begun.ended, setImmediate(undefined)]);
    assertTaken(early, begun.hasRun());
    // What fails here is the claim, which is told below, or an inbox that was closed.
    const end = (kept: Row) => (kept.isOwn ? this.#end(kept, work, begun) : undefined);
    row.promise.then(end).catch(() => {});
    const isKept = early === undefined || !isForgotten(early);
    if (this.#inbox && isKept) await this.#keep(this.#inbox, { work, transport, row });
    return begun;
  }

  async #keep(inbox: Inbox, { work, transport, row }: Keeping): Promise<void> {
    const { account = "default" } = this.#options;
    const { ids, sessionKey } = work.dispatch;
    try {
      const claim = await inbox.claim({ event: work.kept, ids, sessionKey, account, transport });
      row.resolve({ id: claim.id, isOwn: claim.status === "accepted" });
    } catch (error) {
      row.reject(error);
      throw error;
    }
  }

  #begin(work: Work, row: Promise<Row> | undefined): Begun {
    let ran: Turn | undefined;
    const outcome = this.#dedup(work.dispatch, async (turn) => {
      const kept = await row;
      ran = turn;
      return this.#run(work, turn, kept);
    });
    const ended = outcome.catch((error: unknown) => {
      if (ran && !isStopped(ran.signal)) this.#giveUp(work, error);
      return { status: "failed", error } as const;
    });
    return { ended, hasRun: () => ran !== undefined };
  }

  /** Puts what is kept in its place in the line. While its session is full, it waits in the inbox. */
  async #place(work: Work, row: Row): Promise<void> {
    for (;;) {
      const begun = this.#begin(work, Promise.resolve(row));
      const early = await Promise.race([begun.ended, setImmediate(undefined)]);
      // What fails here is an inbox that was closed.
      if (early?.status !== "overflow") return void this.#end(row, work, begun).catch(() => {});
      await setTimeout(FULL_MS);
    }
  }

  #run(work: Work, turn: Turn, row: Row | undefined): unknown {
    const { retry } = this.#options;
    const inbox = this.#inbox;
    if (!inbox || !row) return work.run(botTurn(turn, work, 1));
    const toEnd = () => runRow(row, work, turn, { inbox, retry, log: this.#log });
    const { attempts, retryAt } = row;
    return attempts === undefined ? toEnd() : this.#lastChances.run({ attempts, retryAt }, toEnd);
  }

  /** Ends the row of what has ended without its own handler; of what a close has ended, it stays. */
  async #end(row: Row, work: Work, { ended, hasRun }: Begun): Promise<void> {
    const it = await ended;
    if (hasRun() || (it.status === "cancelled" && it.reason === "closed")) return;
    // It waited for the same work, which has failed before it was kept, or answered a turn that has failed; and then may have
    // found its session full.
    if (it.status === "failed" || it.status === "overflow") await this.#place(work, row);
    else await this.#inbox?.complete(row.id, it.status === "cancelled" ? it.reason : it.status);
  }

  #giveUp({ event, dispatch }: Work, err: unknown): void {
    const { ids, sessionKey } = dispatch;
    if (err instanceof InboxError)
      return this.#log.error({ err, ids, sessionKey }, "how an event ended could not be kept; it runs again");
    this.#log.error({ err, ids, sessionKey }, "a handler failed, and does not run again");
    try {
      this.#options.onGivenUp?.(err, event);
    } catch (error) {
      this.#log.error({ err: error }, "onGivenUp failed");
    }
  }
}

interface Keeping {
  readonly work: Work;
  readonly transport: Transport;
  readonly row: PromiseWithResolvers<Row>;
}
