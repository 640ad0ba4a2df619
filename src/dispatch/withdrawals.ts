import { TurnStopped } from "../errors.ts";
import type { Ledger } from "./account/ledger.ts";
import type { RecallOptions } from "./api.ts";
import type { Decision } from "./decide.ts";
import type { Works } from "./identity/works.ts";
import type { SessionQueues } from "./session/session-queues.ts";
import type { Caller, Ending, Recognised } from "./turn/caller.ts";
import type { Work } from "./turn/work.ts";

type Duplicate = Extract<Decision, { do: "duplicate" }>;

/** What becomes of works that need not be done: it turns out that they have been, or their message is recalled. */
export class Withdrawals {
  readonly #works: Works;
  readonly #sessions: Pick<SessionQueues, "withdraw">;
  readonly #ledger: Ledger;

  constructor(works: Works, sessions: Pick<SessionQueues, "withdraw">, ledger: Ledger) {
    this.#works = works;
    this.#sessions = sessions;
    this.#ledger = ledger;
  }

  /** The dispatch's work has finished, and so has what its identities link to that. */
  finish(caller: Caller, { of: recognised, known }: Duplicate): void {
    this.#ledger.end(caller, duplicateOf(recognised));
    this.#finish(recognised, caller.dispatch.ids, known);
  }

  /** The dispatch is of a message that was recalled, and so is what its identities link to that. */
  turnAway(caller: Caller, known: readonly Work[]): void {
    this.#works.recall(caller.dispatch.ids, known);
    this.#ledger.cancel(caller, "recalled");
    for (const work of known) this.#drop(work, RECALLED);
  }

  /** @returns how many works were dropped or told to stop */
  recall(id: string, { running = "abort" }: RecallOptions = {}): number {
    const [work] = this.#works.find([id]);
    this.#works.recall([id], work ? [work] : []);
    if (!work) return 0;
    if (work.turn) return running === "abort" ? stop(work) : 0;
    this.#drop(work, RECALLED);
    return 1;
  }

  /** What the identity names was done elsewhere. */
  settle(id: string): void {
    this.#finish({ work: id, by: id }, [id], this.#works.find([id]));
  }

  #finish(recognised: Recognised, ids: readonly string[], known: readonly Work[]): void {
    const ending = duplicateOf(recognised);
    for (const work of this.#works.finish(recognised, ids, known)) this.#drop(work, ending);
  }

  #drop(work: Work, ending: Ending): void {
    this.#sessions.withdraw(work);
    this.#works.release(work);
    for (const caller of work.callers) this.#ledger.end(caller, ending);
  }
}

function duplicateOf(recognised: Recognised): Ending {
  return { outcome: { status: "duplicate" }, recognised };
}

const RECALLED: Ending = { outcome: { status: "cancelled", reason: "recalled" } };

/** Twins are one work: whichever of them was asked for, all stop. */
function stop(work: Work): number {
  const reason = new TurnStopped("ERR_TURN_RECALLED", "The message was recalled while its turn ran.");
  const running = [...(work.twins ?? [work])].filter(({ turn }) => turn?.live);
  for (const { turn } of running) turn?.abort(reason);
  return running.length;
}
