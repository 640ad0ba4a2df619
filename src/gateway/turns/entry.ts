import type { Job } from "./job.ts";

/** A job that has not ended. */
export interface Entry {
  readonly job: Job;
  /** Stops the job, wherever it is. */
  readonly controller: AbortController;
  /** When the agent was first asked, in ms since the epoch; undefined while the job waits. */
  startedAt: number | undefined;
  /** Whether the middleware has it. */
  isInside: boolean;
  /** Whether it waits for nothing, and nothing waits for it. */
  readonly isBypass: boolean;
  /** Whether its turn is over for its session, and only its replies are still on their way. */
  isOver: boolean;
  /** Whether its session was lost since: its row may come again while this one still ends. */
  isLost: boolean;
  readonly ended: Promise<void>;
  readonly end: () => void;
  /** Resolves when the row's earlier job has ended, whose session was lost. */
  readonly earlier: Promise<void> | undefined;
  /** What runs as its turn. */
  handling: Promise<void> | undefined;
  /** By which identities the middleware knows it; none while it does not. */
  ids: readonly string[];
  /** The turn whose question it has answered. */
  askedBy: Entry | undefined;
}

export function newEntry(job: Job, { isBypass, earlier }: Pick<Entry, "isBypass" | "earlier">): Entry {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  return {
    job,
    controller: new AbortController(),
    startedAt: undefined,
    isInside: false,
    isBypass,
    isOver: false,
    isLost: false,
    ended,
    end,
    earlier,
    handling: undefined,
    ids: [],
    askedBy: undefined,
  };
}
