import { readableDuration } from "../text/readable-duration.ts";
import type { GatewayParts } from "./assemble.ts";
import type { GatewayLog } from "./log.ts";

/** What is waited for is said once, when the end begins. */
export function sayStopping({ turns }: GatewayParts, timeoutMs: number, log: GatewayLog): void {
  if (turns.isClosing) return;
  const { sessions } = turns.openJobs;
  const turnsOf = sessions === 1 ? "one session" : `${sessions} sessions`;
  const waits = `the gateway stops; the turns of ${turnsOf} may finish, for ${readableDuration(timeoutMs)} at most`;
  log.info({ sessions, timeoutMs }, sessions === 0 ? "the gateway stops" : waits);
}

/** Others that share the inbox need not wait for the end of what runs here: they get the other sessions at once. */
export function handOver({ inbox, turns }: GatewayParts, log: GatewayLog): void {
  if (!inbox.sharing || turns.isClosing) return;
  turns.stopBeginning();
  inbox.sharing
    .leave()
    .catch((err: unknown) => log.warn({ err }, "could not hand the sessions over; others take them in time"));
}

/** Turns that were told to stop have up to 6 s to do so. */
export const TURNS_EXTRA_MS = 6500;
/** Whoever was told to stop may still send a last word, in ms. */
const LAST_WORD_MS = 200;

/** A request that hangs must not be what a turn waits for at the end. */
export async function closeTurns(
  { turns, accounts, progress }: GatewayParts,
  timeoutMs: number,
): Promise<void> {
  const hangUp = () => accounts.forEach((account) => void account.hangUp());
  const timer = setTimeout(hangUp, timeoutMs + LAST_WORD_MS);
  try {
    await turns.close(timeoutMs);
    await progress?.close(LAST_WORD_MS);
  } finally {
    clearTimeout(timer);
    hangUp();
  }
}
