import type { AskUser } from "../asking/ask-user.ts";
import type { Job } from "../job.ts";

/** What the user of a turn has answered, over all attempts: nobody is to answer the same question twice. */
export class Answers {
  readonly #ask: AskUser;
  readonly #given: Job[] = [];
  #count = 0;

  constructor(ask: AskUser) {
    this.#ask = ask;
  }

  /** The agent is asked: begins anew, and is going to ask what it has asked before. */
  begin(): void {
    this.#count = 0;
  }

  /** The answer to the next question, as soon as it is there. */
  async next(signal: AbortSignal): Promise<Job> {
    const at = this.#count++;
    const answer = this.#given[at] ?? (await this.#ask(signal));
    this.#given[at] = answer;
    return answer;
  }
}
