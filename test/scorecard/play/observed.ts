/** How a turn ended. `stopped`: its user ended it. `killed`: its process was. */
export type TurnEnd = "ok" | "failed" | "stopped" | "killed";

/** A turn as the handler saw it. Times are ms since the start of the fixture. */
export interface ObservedTurn {
  /** The bot account whose handler was called. */
  readonly account: string;
  /** The messages that it was called with, in order: one, or several where a peer gives them to one turn. */
  readonly messageIds: readonly string[];
  readonly startedAt: number;
  endedAt: number;
  end: TurnEnd;
}
