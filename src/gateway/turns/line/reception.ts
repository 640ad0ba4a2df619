import type { CommandKind } from "../../../dispatch/command-policy.ts";
import type { Arrival } from "../../../feishu/channel.ts";
import { type FeishuEvent, isRecall, toDispatch } from "../../../feishu/index.ts";
import { personOf } from "../../../feishu/key/session-key.ts";
import { wasPutBack } from "../../../inbox/dead-letter.ts";
import type { InboxItem } from "../../../inbox/inbox.ts";
import type { FactOf } from "../../../journal/facts.ts";
import { receivedFact } from "../../journal/received.ts";
import { holdOf, isElsewhere } from "../holds.ts";
import { type Job, turnIdOf } from "../job.ts";
import { Lobby } from "./lobby.ts";
import { Recalls } from "./recalls.ts";
import type { ReceptionOptions } from "./reception-options.ts";
import { Rows } from "./rows.ts";
import { type SaidOf, saidBy } from "./said.ts";

/**
 * Where events become jobs: what arrives, here or at another process that shares the inbox, what an earlier run has left,
 * and what an operator has put back.
 */
export class Reception {
  /** Hears of nothing more that comes from elsewhere. */
  readonly close: () => void;
  readonly #options: ReceptionOptions;
  readonly #rows: Rows;
  readonly #lobby: Lobby;
  readonly #recalls: Recalls;
  readonly #saidOf: SaidOf;
  /** What has arrived elsewhere before everything was in its place that an earlier run has left. */
  #early: InboxItem[] | undefined;

  constructor(options: ReceptionOptions) {
    this.#options = options;
    const { turns, inbox, log, journal } = options;
    const { commands = {}, isOpen = () => true, recalledMayFinish = false } = options;
    const { identityLinks } = options.session;
    const readingOf = (account: string) => ({ ...options.readingOf?.(account), identityLinks });
    const isClosing = () => turns.isClosing;
    this.#saidOf = saidBy(commands, journal);
    this.#rows = new Rows({ inbox, readingOf, saidOf: this.#saidOf, journal, log, isClosing });
    this.#lobby = new Lobby({ turns, rows: this.#rows, isOpen, commands, journal });
    const onDropped = (row: number) => this.#lobby.forget(row);
    this.#recalls = new Recalls({ inbox, turns, mayFinish: recalledMayFinish, onDropped, journal, log });
    this.#early = inbox.sharing && [];
    this.close = inbox.watch({
      retried: (item) => void this.#resume(item, "retried"),
      arrived: (item) => void (this.#early ? this.#early.push(item) : this.#arrive(item)),
      // What is left of it comes again where the session is, or here when that is had again.
      lost: (sessionKey) => journal.note({ type: "lost", sessionKey, count: this.#lobby.lose(sessionKey) }),
    });
  }

  /**
   * Accepts an event: resolves when it is in the inbox, while its turn begins, here or where its session is.
   *
   * @throws InboxError when it could not be kept
   */
  async accept(arrival: Arrival): Promise<void> {
    const { event, account, transport } = arrival;
    if (isRecall(event)) return this.#recalls.note({ ...arrival, event });
    const { inbox, session, readingOf, journal, feishuNow = Date.now } = this.#options;
    const acceptedAt = feishuNow();
    this.#options.words?.hear(event);
    const options = { ...session, ...readingOf?.(account), account, lane: transport };
    const dispatch = { ...toDispatch(event, options), acceptedAt };
    const { ids, sessionKey } = dispatch;
    const name = ids[0] ?? "";
    const names = { turnId: turnIdOf(name), account, sessionKey };
    const claim = await inbox.claim({ event, ids, sessionKey, account, transport });
    const { id } = claim;
    const person = personOf(event, options);
    const said = this.#saidOf(dispatch.text);
    const note = journal.about({ row: id, ...names });
    note({ ...receivedFact(event, claim), ...said, transport, ids, ...(person !== undefined && { person }) });
    if (claim.status !== "accepted") return;
    if (isElsewhere(inbox, sessionKey)) return note({ type: "elsewhere" });
    const about = { person, note, log: this.#options.log.child(names), ...holdOf(inbox, sessionKey) };
    this.#add({ id, name, turnId: names.turnId, event, account, transport, dispatch, ...about }, said.kind);
  }

  /**
   * Puts what an earlier run has left in its place, before anything newer of the same sessions. What is in sessions of
   * other processes is theirs.
   *
   * @returns how many jobs that are
   */
  async resume(): Promise<number> {
    let count = 0;
    for await (const item of this.#options.inbox.pending()) if (await this.#resume(item, "left")) count += 1;
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const item of early) this.#arrive(item);
    return count;
  }

  /** Lets in what has waited for its account, as far as those are open now. */
  open(): void {
    this.#lobby.open();
  }

  /** The row is not to be run any more: it has ended in the inbox. */
  forget(id: number): void {
    this.#lobby.forget(id);
  }

  /** What another process has accepted, is as if it had come in here; what that has begun with, is left by it. */
  #arrive(item: InboxItem): void {
    if (item.attempts > 0) return void this.#resume(item, "taken-over");
    if (wasPutBack(item)) return void this.#resume(item, "retried");
    const event = this.#eventOf(item);
    if (!event || event instanceof Promise) return;
    const { feishuNow = Date.now, now = Date.now, words } = this.#options;
    words?.hear(event);
    const { job, kind } = this.#rows.arrive(item, event, feishuNow() - Math.max(0, now() - item.receivedAt));
    this.#add(job, kind);
  }

  #add(job: Job, kind: CommandKind): void {
    const { id, turnId, account, event, dispatch } = job;
    const { roomFor = () => Number.POSITIVE_INFINITY } = this.#options;
    const { sessionKey, acceptedAt = 0 } = dispatch;
    // While it was accepted, the session may have been lost and had again: then it has come back already.
    if (!this.#lobby.has(id))
      this.#lobby.add({ id, sessionKey, turnId, account, room: roomFor(event), acceptedAt, kind }, job);
  }

  /** @returns whether it has its place now, and had none before */
  async #resume(item: InboxItem, why: FactOf<"resumed">["why"]): Promise<boolean> {
    const event = this.#eventOf(item);
    if (!event || event instanceof Promise) return (await event) ?? false;
    this.#lobby.resume(this.#rows.resume(item, event, why));
    return true;
  }

  /**
   * The event of which a job is to be made; undefined when that is for another process, or was done. A promise where no
   * job can be made of it: it resolves when the inbox knows.
   */
  #eventOf(item: InboxItem): FeishuEvent | Promise<void> | undefined {
    if (isElsewhere(this.#options.inbox, item.sessionKey) || this.#lobby.has(item.id)) return undefined;
    try {
      const event = this.#rows.eventOf(item);
      return isRecall(event) ? this.#recalls.resume(item, event) : event;
    } catch (err) {
      return this.#rows.setAside(item, err);
    }
  }
}
