import { type CommandKind, commandPolicy } from "../../../dispatch/command-policy.ts";
import type { Job } from "../job.ts";
import type { BacklogOptions } from "./backlog-options.ts";
import { hasRoom, next, type Place, placeBefore, type SessionLine } from "./session-line.ts";
import { SessionLines } from "./session-lines.ts";

/**
 * Lets the jobs of a session in, in order of arrival and no more at once than there is room for: what an earlier run
 * has left, and what arrives. Those that have to wait do so in the inbox. Commands that pass the queue pass this one
 * too; one that interrupts drops what waits.
 */
export class Backlog {
  readonly #lines: SessionLines;
  readonly #options: BacklogOptions;
  readonly #kindOf: (text: string | undefined) => CommandKind;

  constructor(options: BacklogOptions) {
    this.#options = options;
    this.#lines = new SessionLines(options.onWaiting);
    this.#kindOf = commandPolicy(options.commands);
  }

  /** Takes what is in the inbox, in order of arrival. */
  resume(place: Place): void {
    const session = this.#lines.of(place.sessionKey);
    this.#wait(session, place);
    void this.#drain(session);
  }

  /** Takes a job that has just arrived. Where there is room it runs at once. */
  add(at: Place, job: Job): void {
    const kind = at.kind ?? this.#kindOf(job.dispatch.text);
    const place = at.kind ? at : { ...at, kind };
    if (kind === "bypass") return void this.#options.run(job, place, { isBypass: true });
    const session = this.#lines.of(place.sessionKey);
    if (kind === "interrupt") this.#interrupt(session, job);
    if (kind === "ordinary" && !session.lastBarrier && this.#answers(place, job)) return;
    const isNext = session.waiting.length === 0 && hasRoom(session, place);
    if (isNext || kind === "interrupt") void this.#enter(session, place, job);
    else this.#wait(session, place);
  }

  /**
   * A turn of the session has asked. What an earlier run has begun beside another turn was an answer there: the turn that
   * is run again gets it again.
   */
  async answerAgain(key: string): Promise<void> {
    const begun = this.#lines
      .find(key)
      ?.waiting.filter(({ wasBegun, kind }) => wasBegun && kind === "ordinary");
    for (const place of begun ?? []) {
      const job = await this.#options.read(place);
      const stillWaits = this.#lines.find(key)?.waiting.includes(place);
      if (job && stillWaits && this.#answers(place, job)) return this.forget(place.id);
    }
  }

  /** Whether the row waits. */
  has(id: number): boolean {
    return this.#lines.has(id);
  }

  /** The row is not to be run any more. */
  forget(id: number): void {
    this.#lines.forget(id);
  }

  /** The session was lost, as {@link SessionLines.lose} says. */
  lose(key: string): number {
    return this.#lines.lose(key, (session) => void this.#drain(session));
  }

  /** Whether a turn has asked for it. Until that has it nobody is let in: it may come too late, and gets its place then. */
  #answers(place: Place, job: Job): boolean {
    const answering = this.#options.answer(job);
    if (!answering) return false;
    const session = this.#lines.of(place.sessionKey);
    session.alone += 1;
    void answering.then((isDone) => {
      session.alone -= 1;
      if (!isDone) this.#wait(session, place, placeBefore(session, place));
      void this.#drain(session);
    });
    return true;
  }

  #wait(session: SessionLine, place: Place, at = session.waiting.length): void {
    const barrier = at === session.waiting.length ? session.lastBarrier : undefined;
    this.#lines.wait(session, place, at);
    // Whoever is let in at once has not waited.
    if (next(session) !== place) this.#options.onWait(place, at + 1, barrier);
  }

  #interrupt(session: SessionLine, by: Job): void {
    this.#options.interrupt(session.key, by);
    void this.#dropAll(this.#lines.take(session), by);
  }

  async #dropAll(places: readonly Place[], by: Job): Promise<void> {
    for (const place of places) {
      const job = await this.#options.read(place);
      if (job) void this.#options.drop(job, by);
    }
  }

  async #enter(session: SessionLine, place: Place, job: Job): Promise<void> {
    const alone = place.room === 1 ? 1 : 0;
    session.inside += 1;
    session.alone += alone;
    await this.#options.run(job, place);
    session.inside -= 1;
    session.alone -= alone;
    await this.#drain(session);
  }

  /** Lets in what there is room for, one after the other. */
  async #drain(session: SessionLine): Promise<void> {
    if (session.isReading) return;
    session.isReading = true;
    for (let place = next(session); place; place = next(session)) {
      const job = await this.#options.read(place);
      // Meanwhile it may have been dropped, or a command may have taken its room.
      if (next(session) !== place) continue;
      this.#lines.take(session, 0, 1);
      if (job) void this.#enter(session, place, job);
    }
    session.isReading = false;
    this.#lines.leave(session);
  }
}
