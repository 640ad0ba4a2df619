import type { CommandPolicy } from "../../../dispatch/command-policy.ts";
import type { Job } from "../job.ts";
import type { Place } from "./session-line.ts";

export interface BacklogOptions {
  /** Runs a job to its end; never rejects. */
  readonly run: (job: Job, place: Place, how?: { readonly isBypass: boolean }) => Promise<void>;
  /**
   * Runs a job beside the turn that has asked for it; undefined when none has. Never rejects.
   *
   * @returns resolves when the session need not wait for it: to false when it came too late and has to wait
   */
  readonly answer: (job: Job) => Promise<boolean> | undefined;
  /** Reads a job back from the inbox; undefined when it is not to be run any more. Never rejects. */
  readonly read: (place: Place) => Promise<Job | undefined>;
  /** Ends a job that an interrupting command drops. Never rejects. */
  readonly drop: (job: Job, by: Job) => Promise<void>;
  /** Stops what was let in and has not reached the middleware, which stops the rest. */
  readonly interrupt: (sessionKey: string, by: Job) => void;
  /** Told what has to wait, at which place in the line of its session, and behind which barrier in it. */
  readonly onWait: (place: Place, at: number, barrier: Place | undefined) => void;
  /** Told how many wait in a session, whenever that changes. */
  readonly onWaiting: (sessionKey: string, count: number) => void;
  /** The middleware's, so that both let the same messages pass. */
  readonly commands: CommandPolicy;
}
