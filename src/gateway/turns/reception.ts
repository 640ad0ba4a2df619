import type { CommandPolicy } from "../../dispatch/command-policy.ts";
import type { Arrival } from "../../feishu/channel.ts";
import { type DmScope, parseEvent, toDispatch } from "../../feishu/index.ts";
import type { Inbox, InboxItem } from "../../inbox/inbox.ts";
import type { GatewayLog } from "../log.ts";
import { Backlog } from "./backlog.ts";
import { type Job, turnIdOf } from "./job.ts";
import type { Turns } from "./turns.ts";

export interface ReceptionOptions {
  readonly inbox: Inbox;
  readonly turns: Pick<Turns, "run" | "board" | "isClosing">;
  readonly dmScope: DmScope;
  /** The middleware's command words, laid over the defaults. @default none */
  readonly commands?: CommandPolicy;
  readonly log: GatewayLog;
}

/** Where events become jobs: what arrives, what an earlier run has left, and what an operator has put back. */
export class Reception {
  readonly #options: ReceptionOptions;
  readonly #backlog: Backlog;
  readonly #unwatch: () => void;
  readonly #resumed = new Set<number>();

  constructor(options: ReceptionOptions) {
    this.#options = options;
    const { turns, inbox, commands = {} } = options;
    this.#backlog = new Backlog(async (job) => {
      if (!turns.isClosing && !turns.board.has(job.id)) await turns.run(job);
    }, commands);
    this.#unwatch = inbox.watch({ retried: (item) => this.#resume(item) });
  }

  /**
   * Accepts an event: resolves when it is in the inbox, while its turn begins.
   *
   * @throws InboxError when it could not be kept
   */
  async accept({ event, account, transport }: Arrival): Promise<void> {
    const { inbox, dmScope } = this.#options;
    const dispatch = toDispatch(event, { account, dmScope, lane: transport });
    const { ids, sessionKey } = dispatch;
    const name = ids[0] ?? "";
    const log = this.#log(name, account, sessionKey);
    const { id, status } = await inbox.claim({ event, ids, sessionKey, account, transport });
    const fields = { eventId: event.header.event_id, eventType: event.header.event_type, transport };
    log.info({ ...fields, row: id, claim: status }, "received an event");
    if (status !== "accepted") return;
    this.#backlog.add({ id, name, turnId: turnIdOf(name), event, account, transport, dispatch, log });
  }

  /**
   * Begins what an earlier run has left, before anything newer of the same sessions.
   *
   * @returns how many jobs that are
   */
  async resume(): Promise<number> {
    let count = 0;
    for await (const item of this.#options.inbox.pending()) if (this.#resume(item)) count += 1;
    return count;
  }

  close(): void {
    this.#unwatch();
  }

  #resume(item: InboxItem): boolean {
    const { id, account, transport, sessionKey } = item;
    if (this.#resumed.has(id)) return false;
    this.#resumed.add(id);
    const name = item.ids[0] ?? "";
    const log = this.#log(name, account, sessionKey);
    const job = this.#jobOf(item, name, log);
    if (!job) return false;
    log.info({ row: id, transport, attempts: item.attempts }, "found an event in the inbox");
    this.#backlog.resume(job);
    return true;
  }

  #jobOf(item: InboxItem, name: string, log: GatewayLog): Job | undefined {
    const { id, account, transport, sessionKey, retryAt } = item;
    try {
      const event = parseEvent(item.event);
      // The session it was accepted for: the config may have changed since.
      const dispatch = { ...toDispatch(event, { account, lane: transport }), ids: item.ids, sessionKey };
      const retry = retryAt === undefined ? {} : { retryAt };
      return { id, name, turnId: turnIdOf(name), event, account, transport, dispatch, log, ...retry };
    } catch (err) {
      log.error({ row: id, err }, "cannot read an event in the inbox; it is left there");
      return undefined;
    }
  }

  #log(name: string, account: string, sessionKey: string): GatewayLog {
    return this.#options.log.child({ turnId: turnIdOf(name), account, sessionKey });
  }
}
