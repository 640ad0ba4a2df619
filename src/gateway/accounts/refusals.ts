import { LRUCache } from "lru-cache";
import { replyTargetOf } from "../../feishu/channel.ts";
import {
  actorOf,
  chatOf,
  chatTypeOf,
  type FeishuEvent,
  identitiesOf,
  isMenu,
  isMessage,
  isWork,
  type MentionOptions,
  mentionsBot,
} from "../../feishu/index.ts";
import type { GatewayLog } from "../log.ts";
import type { Outbound } from "./outbound.ts";

interface RefusalsOptions {
  readonly account: string;
  readonly outbound: Pick<Outbound, "send">;
  /** How the bot is told from others, now. */
  readonly reading: () => MentionOptions;
  /** What is said. */
  readonly textFor: (event: FeishuEvent) => string;
  readonly log: GatewayLog;
}

/** So many people in so many chats are remembered; who was refused longer ago is told again. */
const MOST_TOLD = 10_000;

/** Tells people whom the policy refuses that it does, each once in each chat. Clicks are told by the card itself. */
export class Refusals {
  readonly #options: RefusalsOptions;
  readonly #told = new LRUCache<string, true>({ max: MOST_TOLD });

  constructor(options: RefusalsOptions) {
    this.#options = options;
  }

  /** Never throws; the event is answered meanwhile. */
  tell(event: FeishuEvent): void {
    if (!this.#isAsked(event)) return;
    // A menu does not name the chat, which is that of the person's direct messages.
    const where = chatTypeOf(event) === "p2p" ? "direct" : chatOf(event);
    const who = JSON.stringify([where, actorOf(event)]);
    if (this.#told.has(who)) return;
    this.#told.set(who, true);
    void this.#send(event);
  }

  /** Whether somebody wants something of the bot. In a group most messages are not for it. */
  #isAsked(event: FeishuEvent): boolean {
    if (!isWork(event)) return false;
    if (!isMessage(event)) return isMenu(event);
    return chatTypeOf(event) === "p2p" || mentionsBot(event, this.#options.reading());
  }

  async #send(event: FeishuEvent): Promise<void> {
    const { account, outbound, textFor, log } = this.#options;
    const target = replyTargetOf(event);
    const [name = ""] = identitiesOf(event, { account });
    try {
      if (target) await outbound.send(target, { text: textFor(event) }, { name: `${name}#refused`, log });
    } catch (err) {
      log.warn({ account, err }, "could not tell somebody that the policy refuses them");
    }
  }
}
