import PQueue from "p-queue";

interface SharedPlace {
  readonly entered: Promise<void>;
  readonly leave: () => void;
  users: number;
}

/**
 * How a channel queues: one delivery at a time for each key, and as long as that takes. All dispatches of one
 * delivery share its place, or a gateway that dispatches a message twice would wait for itself.
 */
export class ChannelQueue {
  readonly #queues = new Map<string, PQueue>();
  readonly #places = new Map<object, SharedPlace>();

  /**
   * @param key deliveries with the same one follow each other
   * @param delivery whoever brings the same one shares its place
   */
  async run<T>(key: string, delivery: object, task: () => Promise<T>): Promise<T> {
    const place = this.#places.get(delivery) ?? this.#queue(key, delivery);
    place.users++;
    await place.entered;
    try {
      return await task();
    } finally {
      if (--place.users === 0) this.#leave(delivery, place);
    }
  }

  #queue(key: string, delivery: object): SharedPlace {
    const queue = this.#queues.get(key) ?? new PQueue({ concurrency: 1 });
    this.#queues.set(key, queue);
    let leave = () => {};
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const entered = new Promise<void>((enter) => {
      void queue.add(() => {
        enter();
        return left;
      });
    });
    const place = { entered, leave, users: 0 };
    this.#places.set(delivery, place);
    return place;
  }

  #leave(delivery: object, place: SharedPlace): void {
    this.#places.delete(delivery);
    place.leave();
  }
}
