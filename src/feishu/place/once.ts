import { FeishuDispatchError } from "../../errors.ts";

/** Does what is asked for several times at once only once, and only so much beside each other. */
export class Once {
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * @param what names it
   * @throws FeishuDispatchError `ERR_TOO_MANY_LOOK_UPS` when too much is under way; else what `task` throws
   */
  run(what: string, task: () => Promise<void>): Promise<void> {
    const underWay = this.#underWay.get(what);
    if (underWay) return underWay;
    if (this.#underWay.size >= this.#most) return Promise.reject(new TooManyError(this.#most));
    const running = task().finally(() => this.#underWay.delete(what));
    this.#underWay.set(what, running);
    return running;
  }
}

class TooManyError extends FeishuDispatchError {
  constructor(most: number) {
    super("ERR_TOO_MANY_LOOK_UPS", `${most} things are being looked up already; the event has to come again`);
  }
}
