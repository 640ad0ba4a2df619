import { ReplyError } from "./reply-error.ts";
import type { ReplyPlace, ReplyTarget } from "./reply-target.ts";

/** Where the messages of one reply go: to its target, and to another place from when on that is refused there. */
export class ReplyRoute {
  readonly #recalled: "chat" | "drop";
  #place: ReplyPlace;
  #otherwise: ReplyPlace | undefined;

  /** @param recalled what becomes of the answer to a message that was recalled */
  constructor(target: ReplyTarget, recalled: "chat" | "drop" = "chat") {
    this.#place = target;
    this.#otherwise = target.otherwise;
    this.#recalled = recalled;
  }

  get place(): ReplyPlace {
    return this.#place;
  }

  /** @returns whether there is another place now */
  leave(error: unknown): boolean {
    const next = error instanceof ReplyError ? this.#after(error) : undefined;
    if (next) this.#place = next;
    return next !== undefined;
  }

  #after(error: ReplyError): ReplyPlace | undefined {
    const place = this.#place;
    if (error.decision === "without-thread" && "messageId" in place && place.inThread)
      return { ...place, inThread: false };
    if (error.decision !== "elsewhere" || (error.isRecalled && this.#recalled === "drop")) return undefined;
    const otherwise = this.#otherwise;
    this.#otherwise = undefined;
    return otherwise;
  }
}
