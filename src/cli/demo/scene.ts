import type { DeliverOptions, Delivery, EventMaker, SentMessage, StandIn } from "../../stand-in/index.ts";

/** One conversation of Alice with the bot; prints what happens as it happens. */
export class Scene {
  /** How many messages Alice has written. */
  said = 0;
  readonly #feishu: StandIn;
  readonly #maker: EventMaker;
  readonly #print: (line: string) => void;
  readonly #deliveries: Delivery[] = [];
  readonly #begin = performance.now();
  #awaited = 0;

  constructor(feishu: StandIn, maker: EventMaker, print: (line: string) => void) {
    this.#feishu = feishu;
    this.#maker = maker;
    this.#print = print;
    feishu.changes.on("sent", (_, { number }) => number > 1 && this.#tell("Feishu", "delivers it again"));
    feishu.changes.on("message", (message) => this.#tell("bot", textIn(message)));
    feishu.changes.on("connected", () => this.#tell("gateway", "is connected"));
  }

  say(text: string, how: DeliverOptions = {}): void {
    const copies = how.copies ? ` (delivered ${how.copies} times at once)` : "";
    this.#tell("Alice", `${text}${copies}`);
    this.#deliveries.push(this.#feishu.deliver(this.#maker.text({ user: "alice" }, text), how));
    this.said += 1;
  }

  /** Resolves when the bot has sent so many more messages. */
  async replies(count: number): Promise<void> {
    this.#awaited += count;
    const { changes, messages } = this.#feishu;
    await changes.until(`${this.#awaited} replies`, () => messages.length >= this.#awaited);
  }

  /** Resolves when the last message was acknowledged. */
  async accepted(): Promise<void> {
    await this.#feishu.changes.until("the acknowledgement", () => this.#deliveries.at(-1)?.state === "acked");
  }

  breakConnection(): void {
    this.#tell("network", "breaks the connection");
    this.#feishu.cutConnections();
  }

  async connected(): Promise<void> {
    await this.#feishu.changes.until("the connection", () => this.#feishu.connections() > 0);
  }

  sum(): { readonly delivered: number; readonly answered: number } {
    const delivered = this.#deliveries.reduce((sum, { attempts }) => sum + attempts.length, 0);
    return { delivered, answered: this.#feishu.messages.length };
  }

  #tell(who: string, what: string): void {
    const seconds = ((performance.now() - this.#begin) / 1000).toFixed(2).padStart(5);
    this.#print(`${seconds} s  ${who.padEnd(7)}  ${what}`);
  }
}

function textIn({ content }: SentMessage): string {
  const { text } = JSON.parse(content);
  return String(text);
}
