import { type CommandKind, type CommandPolicy, commandPolicy } from "../../dispatch/command-policy.ts";
import type { Job } from "./job.ts";

/**
 * Lets in what an earlier run of the gateway has left, one job at a time for each session, and what arrives for
 * such a session meanwhile behind it. All at once would be more than the middleware lets wait. Commands that pass
 * the queue pass this one too; what interrupts a session has all of it before it, to be dropped by the middleware.
 */
export class Backlog {
  readonly #sessions = new Map<string, Job[]>();
  readonly #run: (job: Job) => Promise<void>;
  readonly #kindOf: (text: string | undefined) => CommandKind;

  /**
   * @param run never rejects
   * @param commands the middleware's, so that both let the same messages pass
   */
  constructor(run: (job: Job) => Promise<void>, commands: CommandPolicy) {
    this.#run = run;
    this.#kindOf = commandPolicy(commands);
  }

  /** Takes a job from an earlier run, in order of arrival. */
  resume(job: Job): void {
    const { sessionKey } = job.dispatch;
    const waiting = this.#sessions.get(sessionKey);
    if (waiting) waiting.push(job);
    else void this.#drain(sessionKey, job);
  }

  /** Takes a job that has just arrived. Without a backlog it runs at once. */
  add(job: Job): void {
    const { sessionKey, text } = job.dispatch;
    const kind = this.#kindOf(text);
    if (kind === "interrupt") for (const held of this.#take(sessionKey)) void this.#run(held);
    const isHeld = this.#sessions.has(sessionKey) && (kind === "ordinary" || kind === "barrier");
    if (isHeld) this.resume(job);
    else void this.#run(job);
  }

  /** What waits for the session, which then waits here no longer. */
  #take(sessionKey: string): Job[] {
    return this.#sessions.get(sessionKey)?.splice(0) ?? [];
  }

  async #drain(sessionKey: string, first: Job): Promise<void> {
    const waiting = [first];
    this.#sessions.set(sessionKey, waiting);
    for (let job = waiting.shift(); job; job = waiting.shift()) await this.#run(job);
    this.#sessions.delete(sessionKey);
  }
}
