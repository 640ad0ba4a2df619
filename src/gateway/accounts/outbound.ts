import {
  addReaction,
  type FeishuClient,
  fetchQuote,
  type Quote,
  type QuoteOptions,
  Replies,
  removeReaction,
} from "../../feishu/channel.ts";
import type { FeishuEvent } from "../../feishu/index.ts";
import type { RepliesOptions } from "../../feishu/reply/replies-options.ts";
import type { Login } from "./login.ts";

interface OutboundOptions extends RepliesOptions {
  readonly login: Login;
  /** Told the ids of the messages that were sent. */
  readonly sent: (ids: string[]) => void;
}

/** What an account asks of Feishu for its turns: to send messages, to update them, and to give some. */
export class Outbound {
  readonly #replies: Replies;
  readonly #client: FeishuClient;
  readonly #login: Login;
  readonly #sent: (ids: string[]) => void;

  constructor({ login, sent, ...options }: OutboundOptions) {
    this.#replies = new Replies(options);
    this.#client = options.client;
    this.#login = login;
    this.#sent = sent;
  }

  /** Sends a reply, as `Replies.send` does, once the account is logged in. */
  async send(...[target, reply, how]: Parameters<Replies["send"]>): Promise<string[]> {
    const ids = await this.#login.act(() => this.#replies.send(target, reply, how), how.signal);
    this.#sent(ids);
    return ids;
  }

  /** Gives a card other contents, as `Replies.update` does, once the account is logged in. */
  update(...[id, card, how = {}]: Parameters<Replies["update"]>): Promise<void> {
    return this.#login.act(() => this.#replies.update(id, card, how), how.signal);
  }

  /** Puts a reaction on a message, as `addReaction` does. */
  react(messageId: string, emoji: string): Promise<string> {
    return this.#login.act(() => addReaction(this.#client, messageId, emoji));
  }

  /** Takes a reaction away, as `removeReaction` does. */
  takeBack(messageId: string, reactionId: string): Promise<void> {
    return this.#login.act(() => removeReaction(this.#client, messageId, reactionId));
  }

  /** Fetches what a message quotes, as `fetchQuote` does. */
  quoteOf(event: FeishuEvent, how: QuoteOptions): Promise<Quote | undefined> {
    return fetchQuote(this.#client, event, how);
  }
}
