import type { Fact } from "../facts.ts";
import type { Message } from "./message.ts";
import { Ring } from "./ring.ts";

/** So many facts of one message are kept: the first ones, and the last. */
const MOST_OF_ONE = 40;
const FIRST = 10;

/** The ways of messages: of all that are open as far as there is room, and of those that were over last. */
export class Recent {
  readonly #over: Ring<Message>;
  readonly #overByRow = new Map<number, Message>();
  readonly #most: number;
  #kept = 0;

  /** @param messages how many that are over @param facts how many facts, of all messages together */
  constructor(messages: number, facts: number) {
    this.#over = new Ring(messages);
    this.#most = facts;
  }

  find(row: number): Message | undefined {
    return this.#overByRow.get(row);
  }

  /** The newest first. */
  newest(count: number, skip: number): Message[] {
    return this.#over.newest(count, skip);
  }

  keep(message: Message, fact: Fact): void {
    const { way } = message;
    if (this.#kept >= this.#most || way.length === MOST_OF_ONE) message.leftOut += 1;
    if (this.#kept >= this.#most) return;
    if (way.length === MOST_OF_ONE) way.splice(FIRST, 1);
    else this.#kept += 1;
    way.push(fact);
  }

  end(message: Message): void {
    this.#overByRow.set(message.row, message);
    const gone = this.#over.push(message);
    if (!gone) return;
    this.#kept -= gone.way.length;
    if (this.#overByRow.get(gone.row) === gone) this.#overByRow.delete(gone.row);
  }
}
