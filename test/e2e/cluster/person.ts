import { type Delivery, EventMaker, type StandIn } from "../../../src/stand-in/index.ts";
import { type Chance, pause } from "../support/chance.ts";

/** Messages of one person that may wait for their answer. */
const MOST_UNANSWERED = 3;
/** The longest time between two messages, in ms; most are far shorter. */
const LONGEST_THINK_MS = 12_000;

export interface PersonOptions {
  readonly feishu: StandIn;
  readonly chance: Chance;
  readonly over: AbortSignal;
  /** Told what is written, before it is delivered. */
  readonly onAsk: (message: string, user: string, number: number) => void;
}

/**
 * Somebody who writes one message after the other: the next when the one before was acknowledged, since Feishu promises
 * no order for what it has to deliver again. What follows a `/new` goes to another gateway, at once.
 */
export class Person {
  /** Each `/new` with the message behind it. */
  readonly pairs: (readonly [Delivery, Delivery])[] = [];
  readonly #user: string;
  readonly #options: PersonOptions;
  readonly #say = new EventMaker();
  #asked = 0;
  #acked = 0;
  #answered = 0;
  #changed = Promise.withResolvers<void>();

  constructor(user: string, options: PersonOptions) {
    this.#user = user;
    this.#options = options;
    this.#say = new EventMaker({ prefix: `${user}-` });
  }

  get isServed(): boolean {
    return this.#asked === this.#acked && this.#asked === this.#answered;
  }

  acknowledged(): void {
    this.#acked += 1;
    this.#change();
  }

  answered(): void {
    this.#answered += 1;
    this.#change();
  }

  /** Writes until it is over; resolves when everything was answered. */
  async live(): Promise<void> {
    const { chance, over } = this.#options;
    while (!over.aborted) {
      await pause(chance.uneven(0, LONGEST_THINK_MS), over);
      if (over.aborted) break;
      if (!chance.happens(0.2)) await this.#write(`${this.#user} ${this.#asked}`);
      else {
        const first = await this.#write("/new");
        this.pairs.push([first, await this.#write(`${this.#user} ${this.#asked}`, first)]);
      }
      await this.#until(() => this.#asked - this.#answered < MOST_UNANSWERED);
    }
    await this.#until(() => this.isServed);
  }

  async #write(text: string, elsewhereThan?: Delivery): Promise<Delivery> {
    const { feishu, onAsk } = this.#options;
    const event = this.#say.text({ user: this.#user }, text);
    onAsk(event.event.message.message_id, this.#user, this.#asked);
    this.#asked += 1;
    const delivery = feishu.deliver(event, elsewhereThan && { elsewhereThan });
    await this.#until(() => this.#acked === this.#asked);
    return delivery;
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition()) await this.#changed.promise;
  }

  #change(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
