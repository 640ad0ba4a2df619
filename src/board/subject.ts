import type { SharingOverview } from "../inbox/sharing.ts";
import type { Journal } from "../journal/journal.ts";
import type { JournalView } from "../journal/view/view.ts";
import type { Order, Plan } from "./contract.ts";
import type { Offer } from "./offer.ts";

/** What a board is of: a gateway, or whatever else tells the facts of a journal. */
export interface Subject {
  /** Numbers the facts, and has the clock by which they are dated. */
  readonly journal: Pick<Journal, "seq" | "now">;
  /** Has heard the journal from its first fact on. */
  readonly view: JournalView;
  /** Since when, in ms since the epoch. */
  readonly startedAt: number;
  /** What there is besides sessions, the ways of messages, and what was not run. */
  readonly offers: readonly Offer[];
  /** Whether operators may change anything. */
  readonly mayAct: boolean;
  readonly actions: {
    /** Says what an order would do. */
    plan(order: Order): Promise<Plan>;
    /** Does it, and says what was done. */
    carryOut(order: Order): Promise<Plan>;
  };
  /** Who shares the inbox. @default nobody */
  readonly neighbours?: {
    /** What was seen of them last. */
    readonly known: Partial<SharingOverview>;
    /** Looks again. Never rejects. */
    look(): Promise<void>;
    /** Looks without waiting for what is found. @returns a number that changes when something is */
    follow(): number;
  };
}
