import { AsyncLocalStorage } from "node:async_hooks";
import { type CommandPolicy, commandPolicy } from "../../../dispatch/command-policy.ts";
import type { Arrival } from "../../../feishu/channel.ts";
import { type FeishuEvent, isRecall, type SessionKeyOptions, toDispatch } from "../../../feishu/index.ts";
import { personOf } from "../../../feishu/key/session-key.ts";
import type { Inbox, InboxItem } from "../../../inbox/inbox.ts";
import type { GatewayLog } from "../../log.ts";
import { turnIdOf } from "../job.ts";
import type { Turns } from "../turns.ts";
import type { UserWords } from "../user-words.ts";
import { Backlog } from "./backlog.ts";
import { Recalls } from "./recalls.ts";
import { type ReadingOptions, Rows } from "./rows.ts";
import type { Place } from "./session-line.ts";

export interface ReceptionOptions {
  readonly inbox: Inbox;
  readonly turns: Pick<Turns, "run" | "answer" | "drop" | "recall" | "openJobs" | "questions" | "isClosing">;
  /** How session keys are made; the account is the arrival's. */
  readonly session: Pick<SessionKeyOptions, "dmScope" | "identityLinks">;
  /** How events of an account are read: who its bot is, and what holds in its groups. @default not known, and nothing */
  readonly readingOf?: (account: string) => ReadingOptions;
  /** The middleware's command words, laid over the defaults. @default none */
  readonly commands?: CommandPolicy;
  /** How many events of its session the middleware takes at once. @default any number */
  readonly roomFor?: (event: FeishuEvent) => number;
  /** Whether an account can answer; what it received waits in the inbox until then. @default at once */
  readonly isOpen?: (account: string) => boolean;
  /** Feishu's time, in ms since the epoch, by which the age of an event is judged. @default the system's */
  readonly feishuNow?: () => number;
  /** Told in which language people write. */
  readonly words?: Pick<UserWords, "hear">;
  /** Whether a turn may finish whose message is recalled. @default false: it is aborted */
  readonly recalledMayFinish?: boolean;
  readonly log: GatewayLog;
}

/** Where events become jobs: what arrives, what an earlier run has left, and what an operator has put back. */
export class Reception {
  readonly #options: ReceptionOptions;
  readonly #backlog: Backlog;
  readonly #rows: Rows;
  readonly #recalls: Recalls;
  readonly #readingOf: (account: string) => ReadingOptions;
  readonly #unwatch: () => void;
  readonly #resumed = new Set<number>();
  /** What waits for its account, in order of arrival. */
  #parked: Array<{ readonly account: string; readonly place: Place }> = [];

  constructor(options: ReceptionOptions) {
    this.#options = options;
    const { turns, inbox, log, commands = {} } = options;
    const { identityLinks } = options.session;
    const readingOf = (account: string) => ({ ...options.readingOf?.(account), identityLinks });
    this.#readingOf = readingOf;
    const isClosing = () => turns.isClosing;
    this.#rows = new Rows({ inbox, readingOf, kindOf: commandPolicy(commands), log, isClosing });
    this.#backlog = new Backlog({
      run: async (job, { room }, how) => {
        if (turns.isClosing || turns.openJobs.has(job.id)) return;
        await turns.run(job, { ...how, waitsInside: room > 1 && Number.isFinite(room) });
      },
      answer: (job) => (turns.isClosing || turns.openJobs.has(job.id) ? undefined : turns.answer(job)),
      read: (place) => this.#rows.read(place),
      drop: (job) => turns.drop(job),
      interrupt: (sessionKey) => turns.openJobs.interrupt(sessionKey),
      onWaiting: (sessionKey, count) => turns.openJobs.holdBack(sessionKey, count),
      commands,
    });
    // Not in the async context of the turn that asks, or the answer would count as a part of it.
    const outside = AsyncLocalStorage.snapshot();
    turns.questions.onOpen = (sessionKey) => outside(() => void this.#backlog.answerAgain(sessionKey));
    const onDropped = (row: number) => this.#backlog.forget(row);
    const mayFinish = options.recalledMayFinish ?? false;
    this.#recalls = new Recalls({ inbox, turns, mayFinish, onDropped, log });
    this.#unwatch = inbox.watch({ retried: (item) => void this.#resume(item) });
  }

  /**
   * Accepts an event: resolves when it is in the inbox, while its turn begins.
   *
   * @throws InboxError when it could not be kept
   */
  async accept(arrival: Arrival): Promise<void> {
    const { event, account, transport } = arrival;
    if (isRecall(event)) return this.#recalls.note({ ...arrival, event });
    const { inbox, session, feishuNow = Date.now, roomFor = () => Number.POSITIVE_INFINITY } = this.#options;
    const acceptedAt = feishuNow();
    this.#options.words?.hear(event);
    const options = { ...session, ...this.#readingOf(account), account, lane: transport };
    const dispatch = { ...toDispatch(event, options), acceptedAt };
    const { ids, sessionKey } = dispatch;
    const name = ids[0] ?? "";
    const log = this.#log(name, account, sessionKey);
    const { id, status } = await inbox.claim({ event, ids, sessionKey, account, transport });
    const fields = { eventId: event.header.event_id, eventType: event.header.event_type, transport };
    log.info({ ...fields, row: id, claim: status }, "received an event");
    if (status !== "accepted") return;
    const place = { id, sessionKey, room: roomFor(event), acceptedAt };
    const person = personOf(event, options);
    const job = { id, name, turnId: turnIdOf(name), event, account, transport, dispatch, person, log };
    if (this.#isOpen(account)) this.#backlog.add(place, job);
    else this.#parked.push({ account, place: { ...place, room: 1 } });
  }

  /**
   * Puts what an earlier run has left in its place, before anything newer of the same sessions.
   *
   * @returns how many jobs that are
   */
  async resume(): Promise<number> {
    let count = 0;
    for await (const item of this.#options.inbox.pending()) if (await this.#resume(item)) count += 1;
    return count;
  }

  /** Lets in what has waited for its account, as far as those are open now. */
  open(): void {
    const parked = this.#parked;
    this.#parked = parked.filter(({ account }) => !this.#isOpen(account));
    for (const { account, place } of parked) if (this.#isOpen(account)) this.#backlog.resume(place);
  }

  close(): void {
    this.#unwatch();
  }

  async #resume(item: InboxItem): Promise<boolean> {
    const { id, account, transport, sessionKey } = item;
    if (this.#resumed.has(id)) return false;
    this.#resumed.add(id);
    const log = this.#log(item.ids[0] ?? "", account, sessionKey);
    const place = await this.#rows.placeOf(item);
    if (!place) return false;
    log.info({ row: id, transport, attempts: item.attempts }, "found an event in the inbox");
    if (this.#isOpen(account)) this.#backlog.resume(place);
    else this.#parked.push({ account, place });
    return true;
  }

  #isOpen(account: string): boolean {
    return this.#options.isOpen?.(account) ?? true;
  }

  #log(name: string, account: string, sessionKey: string): GatewayLog {
    return this.#options.log.child({ turnId: turnIdOf(name), account, sessionKey });
  }
}
