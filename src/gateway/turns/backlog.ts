import { commandPolicy } from "../../dispatch/commands.ts";
import type { Job } from "./job.ts";

const kindOf = commandPolicy();

/**
 * Lets in what an earlier run of the gateway has left, one job at a time for each session, and what arrives for
 * such a session meanwhile behind it. All at once would be more than the middleware lets wait. Commands that pass
 * the queue pass this one too.
 */
export class Backlog {
  readonly #sessions = new Map<string, Job[]>();
  readonly #run: (job: Job) => Promise<void>;

  /** @param run never rejects */
  constructor(run: (job: Job) => Promise<void>) {
    this.#run = run;
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
    const isHeld = this.#sessions.has(job.dispatch.sessionKey) && kindOf(job.dispatch.text) !== "bypass";
    if (isHeld) this.resume(job);
    else void this.#run(job);
  }

  async #drain(sessionKey: string, first: Job): Promise<void> {
    const waiting = [first];
    this.#sessions.set(sessionKey, waiting);
    for (let job = waiting.shift(); job; job = waiting.shift()) await this.#run(job);
    this.#sessions.delete(sessionKey);
  }
}
