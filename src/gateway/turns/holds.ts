import { TurnStopped } from "../../errors.ts";
import type { Inbox } from "../../inbox/inbox.ts";
import type { Job } from "./job.ts";

// Where several processes share the inbox, one of them holds a session at a time. An epoch names a hold of it.

type MaybeShared = Pick<Inbox, "sharing">;

const LOST = "ERR_SESSION_LOST";

/** By which hold a job is run, for a fact. */
export function heldBy({ epoch }: Pick<Job, "epoch">): Pick<Job, "epoch"> {
  return epoch === undefined ? {} : { epoch };
}

/** By which hold this process has the session now. */
export function holdOf({ sharing }: MaybeShared, sessionKey: string): Pick<Job, "epoch"> {
  const epoch = sharing?.epochOf(sessionKey);
  return epoch === undefined ? {} : { epoch };
}

/** Whether it is for another process to run what comes for the session. */
export function isElsewhere({ sharing }: MaybeShared, sessionKey: string): boolean {
  return sharing !== undefined && sharing.epochOf(sessionKey) === undefined;
}

/** Whether what is done for the job still counts, from what this process knows. */
export function isHeld(
  { sharing }: MaybeShared,
  { dispatch, epoch }: Pick<Job, "dispatch" | "epoch">,
): boolean {
  return sharing === undefined || (epoch !== undefined && sharing.epochOf(dispatch.sessionKey) === epoch);
}

/** @throws TurnStopped when what is done for the job does not count any more */
export function mustHold(inbox: MaybeShared, job: Pick<Job, "dispatch" | "epoch">): void {
  if (!isHeld(inbox, job)) throw sessionLost();
}

/** Why turns of a session end that this process does not hold any more. */
export function sessionLost(): TurnStopped {
  return new TurnStopped(LOST, "Another process has the session, or may have it.");
}

export function isSessionLost(reason: unknown): boolean {
  return reason instanceof TurnStopped && reason.code === LOST;
}
