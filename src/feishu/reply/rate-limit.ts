import PQueue from "p-queue";

/** A second, and by how much longer one request may be on its way than the next: Feishu counts arrivals. */
const WINDOW_MS = 1200;

/**
 * Keeps to Feishu's limit for what one person or group may be sent: 5 messages in any second. What is sent to one
 * of them goes out one at a time, in order; others do not wait for it.
 *
 * @see https://open.feishu.cn/document/server-docs/im-v1/message/reply
 */
export class Pace {
  readonly #perSecond: number;
  readonly #queues = new Map<string, PQueue>();

  /** @param perSecond how many in any second. @default 5 */
  constructor(perSecond = 5) {
    this.#perSecond = perSecond;
  }

  /** How many are being kept pace with right now. */
  get size(): number {
    return this.#queues.size;
  }

  /** Runs a task when it is its turn; rejects with the signal's reason when that comes first. */
  run<T>(key: string, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const queue = this.#queues.get(key) ?? this.#add(key);
    return queue.add(task, { signal });
  }

  /** Resolves when nothing is being sent or waits. */
  async onIdle(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.onIdle()));
  }

  /** A queue is dropped only a window after its last task: before that, a new one would know nothing of the old one's. */
  #add(key: string): PQueue {
    const limit = { interval: WINDOW_MS, intervalCap: this.#perSecond, strict: true };
    const queue = new PQueue({ concurrency: 1, ...limit });
    this.#queues.set(key, queue);
    queue.on("idle", () => {
      const dropIfIdle = () => queue.pending + queue.size === 0 && this.#queues.delete(key);
      setTimeout(dropIfIdle, WINDOW_MS).unref();
    });
    return queue;
  }
}
