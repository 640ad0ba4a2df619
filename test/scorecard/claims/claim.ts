import type { FaultKind } from "../judge/faults.ts";

export type ClaimId =
  | (
      | "plain"
      | "same-event"
      | "new-event-id"
      | "new-message-id"
      | "same-text"
      | "while-it-runs"
      | "hours-later"
    )
  | ("in-order" | "shared-session" | "slow-turn" | "new-alone" | "while-busy" | "written-long-ago")
  | ("side-by-side" | "hung-turn" | "stop" | "failed-first" | "two-bots" | "after-restart" | "killed");

/** What a bot is to do, the events that show whether it does, and what of them would show that it does not. */
export interface Claim {
  readonly id: ClaimId;
  /** In a column of at most 26 characters. */
  readonly title: string;
  /** The same in a sentence. */
  readonly about: string;
  /** A file of `fixtures`, or the lines of one that is made for this: see `made.ts`. */
  readonly fixture: { readonly file: string } | { readonly lines: (seed: number) => string };
  /** What is looked for, beside messages that get no turn. */
  readonly looksFor: readonly FaultKind[];
}

/** A file of `fixtures`. */
export const file = (name: string) => ({ file: `${name}.jsonl` });
