import { EventMaker, type StandIn } from "../../../src/stand-in/index.ts";

/** Messages of one user that may wait for their answer. */
const MOST_UNANSWERED = 4;

/**
 * Users who write one message after the other: the next one when the one before was acknowledged, since Feishu
 * promises no order for what it has to deliver again.
 */
export class Load {
  /** How many messages each user has written. */
  readonly written = new Map<string, number>();
  readonly #feishu: StandIn;
  readonly #say = new EventMaker();
  #isOver = false;

  constructor(feishu: StandIn) {
    this.#feishu = feishu;
  }

  get total(): number {
    return [...this.written.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Resolves when every user has stopped, and every message was acknowledged. */
  async run(users: readonly string[]): Promise<void> {
    await Promise.all(users.map((user) => this.#write(user)));
  }

  /** Lets every user finish the message that is under way. */
  end(): void {
    this.#isOver = true;
    this.#feishu.changes.emit("change");
  }

  async #write(user: string): Promise<void> {
    const { changes, messages } = this.#feishu;
    for (let count = 0; !this.#isOver; count += 1) {
      const delivery = this.#feishu.deliver(this.#say.text({ user }, `${user} ${count}`));
      this.written.set(user, count + 1);
      await changes.until("an ack", () => delivery.state === "acked", 120_000);
      const answered = () => messages.filter(({ content }) => content.includes(`${user} `)).length;
      await changes.until("answers", () => this.#isOver || count - answered() < MOST_UNANSWERED, 120_000);
    }
  }
}
