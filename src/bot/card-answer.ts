import { inTime } from "../delays.ts";
import { RECEIVED, TRY_AGAIN } from "../feishu/channel.ts";
import type { Ended } from "./work.ts";

/** Feishu waits 3 s for the answer to a card. */
const CARD_TIMEOUT_MS = 2000;

/** The card says that the user may try again: Feishu does not deliver a press on a card twice. */
export const tryAgain: object = { toast: TRY_AGAIN };

/** What a card is answered: what its handler gives, or, where that takes longer, that the press has come. */
export function cardAnswer(ended: Promise<Ended>, timeoutMs: number = CARD_TIMEOUT_MS): Promise<unknown> {
  return inTime<unknown>(ended.then(answerOf), { toast: RECEIVED }, timeoutMs, globalThis);
}

function answerOf(ended: Ended): unknown {
  if (ended.status === "completed" || ended.status === "joined") return ended.value;
  return ended.status === "failed" || ended.status === "cancelled" ? tryAgain : undefined;
}
