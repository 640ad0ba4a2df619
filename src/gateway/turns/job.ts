import { hash } from "node:crypto";
import type { Dispatch } from "../../dispatch/contract.ts";
import type { FeishuEvent } from "../../feishu/index.ts";
import type { InboxRow, Transport } from "../../inbox/inbox.ts";
import type { About, TurnFact } from "../../journal/facts.ts";
import type { Note } from "../../journal/journal.ts";
import type { GatewayLog } from "../log.ts";

/** One accepted event on its way to its reply. */
export interface Job {
  /** Its row in the inbox. */
  readonly id: number;
  /** What its replies are named after, for good: the row's first identity. */
  readonly name: string;
  readonly turnId: string;
  readonly event: FeishuEvent;
  readonly account: string;
  readonly transport: Transport;
  readonly dispatch: Dispatch;
  /** Who did it, under whichever of their ids; undefined when Feishu does not say. */
  readonly person: string | undefined;
  /** Not to be started before this time, in ms since the epoch. */
  readonly retryAt?: number;
  /** How often an earlier run has started it; undefined when it has come in this run. */
  readonly attempts?: number;
  /** An operator has put it back, after it had ended without an answer. */
  readonly isPutBack?: true;
  /** By which hold of its session it is run; undefined where this process has the inbox to itself. */
  readonly epoch?: number;
  /** Notes what happens to it in the journal, which makes the log's lines of that. */
  readonly note: Note;
  /** For what is no fact about the dispatch. Writes the turn's id into every line. */
  readonly log: GatewayLog;
}

/** That a job is cancelled by a command. */
export function cancelledBy(by: "stop" | "interrupt", { id, person }: Job): TurnFact {
  return { type: "cancelled", by, command: id, ...(person !== undefined && { person }) };
}

/** The id of a turn: the same for every delivery of an event, on every attempt, and after a restart. */
export function turnIdOf(identity: string): string {
  return `t-${hash("sha256", identity).slice(0, 16)}`;
}

/** By which a row is named in the journal. */
export function aboutRow({ id, ids, account, sessionKey }: InboxRow): About {
  return { row: id, turnId: turnIdOf(ids[0] ?? ""), account, sessionKey };
}
