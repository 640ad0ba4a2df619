import { waitFor } from "../../delays.ts";
import { type Bot, type FeishuClient, fetchBot } from "../../feishu/channel.ts";
import type { GatewayLog } from "../log.ts";

interface OwnIdOptions {
  readonly account: string;
  readonly client: FeishuClient;
  /** Told when Feishu has been asked once. */
  readonly onAsked: () => void;
  readonly log: GatewayLog;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/** Who the bot itself is, as Feishu says when it is asked. Until then nobody can tell what is its own doing. */
export class OwnId {
  readonly #options: OwnIdOptions;
  readonly #ending = new AbortController();
  #bot: Bot | undefined;
  #wasAsked = false;

  constructor(options: OwnIdOptions) {
    this.#options = options;
  }

  /** Undefined until it is known. */
  get openId(): string | undefined {
    return this.#bot?.openId;
  }

  /** What people call it. Undefined until it is known. */
  get name(): string | undefined {
    return this.#bot?.name;
  }

  /** Whether Feishu has been asked once, whatever it said. */
  get wasAsked(): boolean {
    return this.#wasAsked;
  }

  /** Asks until it is known. Resolves when it was asked once; never rejects. */
  async start(): Promise<void> {
    await this.#ask();
    this.#wasAsked = true;
    this.#options.onAsked();
    void this.#askAgain();
  }

  close(): void {
    this.#ending.abort();
  }

  async #askAgain(): Promise<void> {
    for (let waitMs = FIRST_WAIT_MS; this.#isWanted; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      await waitFor(waitMs, this.#ending.signal);
      if (this.#isWanted) await this.#ask();
    }
  }

  get #isWanted(): boolean {
    return this.#bot === undefined && !this.#ending.signal.aborted;
  }

  async #ask(): Promise<void> {
    const { account, client, log } = this.#options;
    try {
      this.#bot = await fetchBot(client);
      log.info({ account, bot: this.#bot.name }, "Feishu said who the bot is");
    } catch (err) {
      if (!this.#isWanted) return;
      log.warn({ account, err }, "could not ask Feishu who the bot is; until then reactions are not taken");
    }
  }
}
