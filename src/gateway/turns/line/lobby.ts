import { AsyncLocalStorage } from "node:async_hooks";
import type { CommandPolicy } from "../../../dispatch/command-policy.ts";
import type { TurnFact } from "../../../journal/facts.ts";
import { cancelledBy, type Job } from "../job.ts";
import { Backlog } from "./backlog.ts";
import { Parked } from "./parked.ts";
import type { ReceptionOptions } from "./reception-options.ts";
import type { Rows } from "./rows.ts";
import type { Place } from "./session-line.ts";

export interface LobbyOptions extends Pick<ReceptionOptions, "turns" | "isOpen" | "journal"> {
  readonly rows: Rows;
  readonly commands: CommandPolicy;
}

/** Where jobs wait until they are let in: for their account, and then for their session. */
export class Lobby {
  readonly #options: LobbyOptions;
  readonly #backlog: Backlog;
  readonly #parked = new Parked();

  constructor(options: LobbyOptions) {
    this.#options = options;
    const { turns, rows, commands } = options;
    const isDone = ({ id }: Job) => turns.isClosing || turns.openJobs.has(id);
    this.#backlog = new Backlog({
      run: async (job, { room }, how) => {
        if (isDone(job)) return;
        await turns.run(job, { ...how, waitsInside: room > 1 && Number.isFinite(room) });
      },
      answer: (job) => (isDone(job) ? undefined : turns.answer(job)),
      read: (place) => rows.read(place),
      drop: (job, by) => {
        job.note(cancelledBy("interrupt", by));
        return turns.drop(job);
      },
      interrupt: (sessionKey, by) => turns.openJobs.interrupt(sessionKey, by),
      onWait: (place, at, barrier) => this.#noteWaiting(place, at, barrier),
      onWaiting: (sessionKey, count) => turns.openJobs.holdBack(sessionKey, count),
      commands,
    });
    // Not in the async context of the turn that asks, or the answer would count as a part of it.
    const outside = AsyncLocalStorage.snapshot();
    turns.questions.onOpen = (sessionKey) => outside(() => void this.#backlog.answerAgain(sessionKey));
  }

  /** Whether the row waits or runs. */
  has(id: number): boolean {
    return this.#parked.has(id) || this.#backlog.has(id) || this.#options.turns.openJobs.has(id);
  }

  /** Takes a job that has just arrived. */
  add(place: Place, job: Job): void {
    if (this.#isOpen(job.account)) this.#backlog.add(place, job);
    else this.#park({ ...place, room: 1 });
  }

  /** Takes what is in the inbox, in order of arrival. */
  resume(place: Place): void {
    if (this.#isOpen(place.account)) this.#backlog.resume(place);
    else this.#park(place);
  }

  /** Lets in what has waited for its account, as far as those are open now. */
  open(): void {
    for (const place of this.#parked.release((account) => this.#isOpen(account))) this.#backlog.resume(place);
  }

  /** The row is not to be run any more. */
  forget(id: number): void {
    this.#parked.forget(id);
    this.#backlog.forget(id);
  }

  /**
   * Forgets what waits for a session that was lost, and tells what runs to stop.
   *
   * @returns how many that were
   */
  lose(sessionKey: string): number {
    const waiting = this.#parked.lose(sessionKey) + this.#backlog.lose(sessionKey);
    return waiting + this.#options.turns.openJobs.lose(sessionKey);
  }

  #park(place: Place): void {
    this.#parked.add(place);
    this.#note(place, { type: "waiting", why: "account" });
  }

  #noteWaiting(place: Place, at: number, barrier: Place | undefined): void {
    const behind = barrier?.id ?? this.#options.turns.openJobs.holder(place.sessionKey)?.job.id;
    const fact = { type: "waiting", why: "session", place: at } as const;
    this.#note(place, behind === undefined ? fact : { ...fact, behind });
  }

  #note({ id, turnId, account, sessionKey }: Place, fact: TurnFact): void {
    this.#options.journal.note({ row: id, turnId, account, sessionKey, ...fact });
  }

  #isOpen(account: string): boolean {
    return this.#options.isOpen?.(account) ?? true;
  }
}
