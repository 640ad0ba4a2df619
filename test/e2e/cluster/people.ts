import type { SentMessage, StandIn } from "../../../src/stand-in/index.ts";
import type { Chance } from "../support/chance.ts";
import type { FeishuLine } from "./check/log.ts";
import type { LogFile } from "./log-file.ts";
import { Person } from "./person.ts";

interface PeopleOptions {
  readonly feishu: StandIn;
  readonly chance: Chance;
  readonly log: LogFile<FeishuLine>;
  readonly count: number;
}

/** Everybody who writes, with a session each; what Feishu sees of it is written down. */
export class People {
  readonly #people = new Map<string, Person>();
  readonly #writerOf = new Map<string, Person>();
  readonly #over = new AbortController();
  readonly #log: LogFile<FeishuLine>;

  constructor({ feishu, chance, log, count }: PeopleOptions) {
    this.#log = log;
    const over = this.#over.signal;
    const onAsk = (message: string, user: string, number: number) => {
      log.write({ what: "asked", message, user, number });
      const person = this.#people.get(user);
      if (person) this.#writerOf.set(message, person);
    };
    for (let index = 0; index < count; index += 1) {
      const user = `u${index}`;
      this.#people.set(user, new Person(user, { feishu, chance, over, onAsk }));
    }
    this.#listen(feishu);
  }

  get written(): number {
    return this.#writerOf.size;
  }

  /** Each `/new` with the message behind it. */
  get pairs() {
    return [...this.#people.values()].flatMap(({ pairs }) => pairs);
  }

  /** Resolves when it is over and everything was answered. */
  async live(): Promise<void> {
    await Promise.all([...this.#people.values()].map((person) => person.live()));
  }

  /** Nobody writes any more. */
  end(): void {
    this.#over.abort();
  }

  #listen({ changes }: StandIn): void {
    const acked = new Set<string>();
    changes.on("answered", ({ payload }, { outcome }) => {
      const message = String(JSON.parse(new TextDecoder().decode(payload)).event.message.message_id);
      if (outcome !== "acked" || acked.has(message)) return;
      acked.add(message);
      this.#log.write({ what: "acked", message });
      this.#writerOf.get(message)?.acknowledged();
    });
    changes.on("message", (said) => this.#said(said));
  }

  #said({ replyTo = "", content }: SentMessage): void {
    this.#log.write({ what: "said", message: replyTo, text: String(JSON.parse(content).text) });
    this.#writerOf.get(replyTo)?.answered();
  }
}
