import type { VirtualClock } from "../time/virtual-clock.ts";
import type { Transcripts } from "./fenced-transcripts.ts";
import type { TurnStatus } from "./run-log.ts";

/** One run of the model. */
export interface ModelRun {
  readonly sessionKey: string;
  /** How long the model streams, in ms. */
  readonly turnMs: number;
  /** The model fails instead of finishing. */
  readonly throws: boolean;
}

/**
 * What a run does to the session: it writes what the user said, lets go of the lock while the model streams, and
 * writes the model's answer unless somebody else has written in between.
 */
export async function runModel(
  { sessionKey, turnMs, throws }: ModelRun,
  { clock, transcripts }: { readonly clock: VirtualClock; readonly transcripts: Transcripts },
  signal: AbortSignal,
): Promise<TurnStatus> {
  const fence = await transcripts.locked(sessionKey, () => {
    transcripts.append(sessionKey, "user");
    return transcripts.fence(sessionKey);
  });
  if (!(await clock.sleep(turnMs, signal))) return "cut-off";
  if (throws) return "failed";
  return transcripts.locked(sessionKey, () => {
    if (!transcripts.isIntact(sessionKey, fence)) return "takeover";
    transcripts.append(sessionKey, "assistant");
    return "ok";
  });
}
