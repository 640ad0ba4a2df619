import { replyTargetOf } from "../../feishu/channel.ts";
import { againIdentity } from "../../inbox/dead-letter.ts";
import type { Job } from "./job.ts";

/** So many of one person's turns in a session may be over before their replies are sent. They are in memory. */
const MOST = 8;

/**
 * Jobs whose turn is over for their session, while their replies are still on their way. The replies of later turns
 * that go to the same person or group follow them.
 */
export class Trailing {
  readonly #byPlace = new Map<string, Map<number, Promise<void>>>();

  /**
   * Runs a job until its turn is over for its session; then it trails.
   *
   * @param toEnd runs it to its end, and calls `isOver` when the session need not wait any more, before the end or
   * never. Never rejects
   */
  async run(job: Job, toEnd: (isOver: () => void) => Promise<void>): Promise<void> {
    const over = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    const isOver = () => {
      this.#add(job, end.promise);
      over.resolve();
    };
    void toEnd(isOver).then(end.resolve);
    await Promise.race([end.promise, over.promise]);
  }

  /** Resolves when what trails now, and would be seen beside this one's replies, has ended. */
  async before(job: Job): Promise<void> {
    await Promise.all(this.#of(job).values());
  }

  /** Resolves when one more may trail. */
  async room(job: Job): Promise<void> {
    for (let ends = this.#of(job); ends.size >= MOST; ends = this.#of(job)) await Promise.race(ends.values());
  }

  /**
   * The job's dispatch. What an operator has put back the middleware may take for finished, so that it gets another
   * identity; and so does what has been begun where processes share the inbox: it may have ended here, by a hold of its
   * session that was none any more. Its redeliveries do not get beyond the inbox.
   */
  dispatchOf({ id, name, dispatch, attempts, epoch, isPutBack }: Job): Job["dispatch"] {
    if (isPutBack) return { ...dispatch, ids: [againIdentity(name, id)] };
    return epoch !== undefined && attempts ? { ...dispatch, ids: [`${name}#begun-${attempts}`] } : dispatch;
  }

  #add(job: Job, end: Promise<void>): void {
    const place = placeOf(job);
    const ends = this.#of(job);
    this.#byPlace.set(place, ends.set(job.id, end));
    void end.then(() => {
      ends.delete(job.id);
      if (ends.size === 0 && this.#byPlace.get(place) === ends) this.#byPlace.delete(place);
    });
  }

  #of(job: Job): Map<number, Promise<void>> {
    return this.#byPlace.get(placeOf(job)) ?? new Map();
  }
}

/** Whose eyes, and which session. */
function placeOf({ dispatch, event }: Job): string {
  return JSON.stringify([dispatch.sessionKey, replyTargetOf(event)?.paceKey]);
}
