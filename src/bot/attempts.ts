import { waitFor } from "../delays.ts";
import type { Turn } from "../dispatch/contract.ts";
import { TurnStopped } from "../errors.ts";
import type { ChannelLog } from "../feishu/channel.ts";
import { deadLetterText } from "../inbox/dead-letter.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { isRecalled, RECALLED } from "../inbox/recalled.ts";
import { type RetryPolicy, retryAfter, tooManyAttempts, waitLeft } from "../inbox/retry.ts";
import type { BotTurn } from "./options.ts";
import type { Work } from "./work.ts";

/** What the inbox has kept of a work. */
export interface Row {
  readonly id: number;
  /** Whether it is for this dispatch to end it: it is not when the same work was known already. */
  readonly isOwn: boolean;
  /** How often an earlier run has started it; undefined when it has come in this run. */
  readonly attempts?: number;
  /** Not to be tried before then, in ms since the epoch. */
  readonly retryAt?: number | undefined;
}

interface Around {
  readonly inbox: Inbox;
  readonly retry: RetryPolicy | undefined;
  readonly log: ChannelLog;
}

/** What a handler sees. */
export function botTurn(turn: Turn, { event }: Pick<Work, "event">, attempt: number): BotTurn {
  return {
    dispatch: turn.dispatch,
    get signal() {
      return turn.signal;
    },
    nextMessage: (options) => turn.nextMessage(options),
    event,
    attempt,
  };
}

/**
 * Runs a row's handler, in as many attempts as it takes; all of them in one turn, so that its session waits and nothing
 * overtakes it. The row has ended then, unless the engine was closed: the next start runs it again.
 *
 * @returns what the handler gave; undefined when it was stopped, or when the row has ended before
 * @throws what the last attempt threw
 */
export async function runRow({ id, retryAt }: Row, work: Work, turn: Turn, around: Around): Promise<unknown> {
  const { inbox, retry, log } = around;
  let next = retryAt;
  for (;;) {
    if (next !== undefined) await waitFor(waitLeft(next, Date.now(), retry), turn.signal);
    if (turn.signal.aborted) return stop(inbox, id, turn.signal);
    const attempt = await inbox.start(id);
    if (attempt === undefined) return undefined;
    const isLost = tooManyAttempts(attempt, retry);
    const tried = isLost ? { error: isLost } : await attemptOf(work, turn, attempt);
    if (!("error" in tried)) {
      await inbox.complete(id);
      return tried.value;
    }
    if (isStopped(turn.signal)) return stop(inbox, id, turn.signal);
    const again = turn.signal.aborted ? {} : retryAfter(attempt, Date.now(), retry);
    await inbox.fail(id, { error: deadLetterText(tried.error), ...again });
    if (again.retryAt === undefined) throw tried.error;
    log.warn({ row: id, attempt, ...again, err: tried.error }, "a handler failed, and runs again");
    next = again.retryAt;
  }
}

type Tried = { readonly value: unknown } | { readonly error: unknown };

async function attemptOf(work: Work, turn: Turn, attempt: number): Promise<Tried> {
  try {
    return { value: await work.run(botTurn(turn, work, attempt)) };
  } catch (error) {
    return { error };
  }
}

/** A turn that took too long has failed; one that somebody has ended has not. */
export function isStopped({ aborted, reason }: AbortSignal): boolean {
  return aborted && !(reason instanceof TurnStopped && reason.code === "ERR_TURN_TIMEOUT");
}

async function stop(inbox: Inbox, id: number, signal: AbortSignal): Promise<undefined> {
  const { reason } = signal;
  const isClosing = reason instanceof TurnStopped && reason.code === "ERR_CLOSED";
  if (!isClosing) await inbox.complete(id, isRecalled(signal) ? RECALLED : "stopped");
  return undefined;
}
