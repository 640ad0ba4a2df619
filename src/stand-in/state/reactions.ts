import { randomUUID } from "node:crypto";

/** A reaction that a bot has put on a message. */
export interface BotReaction {
  readonly reactionId: string;
  readonly appId: string;
  readonly messageId: string;
  /** Feishu's name of the emoji. */
  readonly emoji: string;
  /** By the stand-in's clock. */
  readonly at: number;
  /** When it was taken away again. @default it is there */
  removedAt?: number;
}

/** Reactions of the bots, in the order in which they were put. */
export class Reactions {
  readonly all: BotReaction[] = [];
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(reaction: Pick<BotReaction, "appId" | "messageId" | "emoji">): BotReaction {
    const added = { ...reaction, reactionId: randomUUID(), at: this.#now() };
    this.all.push(added);
    return added;
  }

  /** @returns false when the app has no such reaction on the message */
  remove(messageId: string, reactionId: string, appId: string): boolean {
    const found = this.all.find(
      (one) => one.reactionId === reactionId && one.messageId === messageId && one.appId === appId,
    );
    if (!found || found.removedAt !== undefined) return false;
    found.removedAt = this.#now();
    return true;
  }
}
