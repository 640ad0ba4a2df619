import type { Reply } from "../../../feishu/channel.ts";
import type { Saying } from "../../agents/agent.ts";
import { Growing } from "./growing.ts";

/** A reply, or one that is still being said. */
export type HeardItem = Reply | Growing;

/**
 * What an agent has said in one turn, in order, as it is to be sent. Pieces of a text are one item. On a card texts and
 * markdown that follow each other are one, too, as paragraphs.
 */
export class Heard {
  readonly #items: HeardItem[] = [];
  readonly #isOnCard: boolean;
  #growing: Growing | undefined;
  #isParagraph = false;

  constructor(isOnCard: boolean) {
    this.#isOnCard = isOnCard;
  }

  at(index: number): HeardItem | undefined {
    return this.#items[index];
  }

  /** How many items before this one grew. */
  growingBefore(index: number): number {
    return this.#items.slice(0, index).filter((item) => item instanceof Growing).length;
  }

  /** @returns whether it is another item */
  add(saying: Saying): boolean {
    const said = typeof saying === "string" ? { text: saying } : saying;
    if ("delta" in said) return this.#grow(said.delta, false);
    const paragraph = this.#isOnCard ? paragraphIn(said) : undefined;
    if (paragraph !== undefined) return paragraph.trim() !== "" && this.#grow(paragraph, true);
    this.complete();
    this.#items.push(said);
    return true;
  }

  /** What was growing grows no more. @param isBrokenOff whether more was to come */
  complete(isBrokenOff = false): void {
    this.#growing?.complete(isBrokenOff);
    this.#growing = undefined;
  }

  /** Something is said in place of an item that had grown, behind what it has shown. */
  addBehind(index: number, replies: readonly Reply[]): void {
    this.#items.splice(index + 1, 0, ...replies);
  }

  #grow(piece: string, isParagraph: boolean): boolean {
    const isNew = this.#growing === undefined;
    const growing = this.#growing ?? new Growing();
    const gap = !isNew && (isParagraph || this.#isParagraph) ? "\n\n" : "";
    growing.append(gap + piece);
    if (isNew) this.#items.push(growing);
    this.#growing = growing;
    this.#isParagraph = isParagraph;
    return isNew;
  }
}

function paragraphIn(reply: Reply): string | undefined {
  if ("markdown" in reply) return reply.markdown;
  return "text" in reply ? reply.text : undefined;
}
