import { UsageError } from "../errors.ts";
import { mismatch, typeOf } from "../explain.ts";
import type { ChannelLog } from "../feishu/channel.ts";
import { isCardAction } from "../feishu/index.ts";
import type { Transport } from "../transport.ts";
import { cardAnswer, tryAgain } from "./card-answer.ts";
import { consoleLog } from "./console-log.ts";
import type { BotOptions, BotTurn } from "./options.ts";
import { Runner } from "./runner.ts";
import { type Work, workOf } from "./work.ts";

/** A handler of one type of event. */
// biome-ignore lint/suspicious/noExplicitAny: what an event holds depends on its type
export type EventHandler = (data: any, turn: BotTurn) => unknown;

const RECALLED = "im.message.recalled_v1";

/** How an event is kept, and what its handler is given of that. */
export interface Form {
  /** The envelope that Feishu sent. */
  envelopeOf(kept: unknown): unknown;
  /** What the handler gets. */
  dataOf(kept: unknown): unknown;
}

interface Envelope extends Readonly<Record<string, unknown>> {
  readonly header?: { readonly event_type?: string };
  readonly event?: { readonly type?: string };
}

/** The handlers of a bot by the type of event, and what runs them. */
export class Receiver {
  readonly types: readonly string[];
  readonly #handlers: ReadonlyMap<string, EventHandler>;
  readonly #options: BotOptions;
  readonly #form: Form;
  readonly #runner: Runner;
  readonly #log: ChannelLog;

  /** @throws UsageError `ERR_INVALID_OPTION` for what is no handler, and for an inbox that processes share */
  constructor(handlers: Readonly<Record<string, EventHandler | undefined>>, options: BotOptions, form: Form) {
    // Without a handler of its own, too, a recall takes back what waits.
    this.#handlers = new Map([[RECALLED, () => {}], ...Object.entries(handlers).map(checked)]);
    this.types = [...this.#handlers.keys()];
    this.#options = options;
    this.#form = form;
    this.#log = options.log ?? consoleLog;
    this.#runner = new Runner(options, (kept) => this.#workOf(kept));
  }

  /**
   * Takes an event, and resolves when Feishu can be told so.
   *
   * @param kept the event in the form that is kept, JSON
   * @returns the answer to a card
   * @throws NotTaken, InboxError when Feishu should deliver it again
   */
  async receive(kept: unknown, transport: Transport): Promise<unknown> {
    let work: Work | undefined;
    try {
      work = this.#workOf(kept);
    } catch (err) {
      this.#log.error({ err }, "dropped an event that is not what Feishu sends");
    }
    if (!work) return undefined;
    const isCard = work.event !== undefined && isCardAction(work.event);
    try {
      const { ended } = await this.#runner.take(work, transport);
      return isCard ? await cardAnswer(ended, this.#options.cardTimeoutMs) : undefined;
    } catch (err) {
      if (!isCard) throw err;
      this.#log.error({ err }, "a press on a card could not be taken");
      return tryAgain;
    }
  }

  /** Whether there is a handler for its type. */
  handles(kept: unknown): boolean {
    return this.#handlers.has(typeOfEvent(this.#form.envelopeOf(kept)));
  }

  /**
   * @returns undefined for what nobody handles
   * @throws InputError for what is not Feishu's
   */
  #workOf(kept: unknown): Work | undefined {
    const envelope = this.#form.envelopeOf(kept);
    const handler = this.#handlers.get(typeOfEvent(envelope));
    if (!handler) return undefined;
    const run = (turn: BotTurn) => handler(this.#form.dataOf(kept), turn);
    return { kept, ...workOf(envelope, this.#options), run };
  }
}

function typeOfEvent(envelope: unknown): string {
  const { header, event } = (envelope ?? {}) as Envelope; // it is only looked at
  return header?.event_type ?? event?.type ?? "";
}

function checked([type, handler]: [string, EventHandler | undefined]): [string, EventHandler] {
  if (typeof handler === "function") return [type, handler];
  throw new UsageError("ERR_INVALID_OPTION", mismatch(`handlers: ${type}`, "a function", typeOf(handler)));
}
