import type { Order, Plan } from "../../board/contract.ts";
import { TurnStopped } from "../../errors.ts";
import type { Inbox } from "../../inbox/inbox.ts";
import type { Journal } from "../../journal/journal.ts";
import type { JournalView } from "../../journal/view/view.ts";
import type { Reception } from "../turns/line/reception.ts";
import type { OpenJobs } from "../turns/open-jobs.ts";

export interface ActionsOptions {
  readonly inbox: Inbox;
  readonly journal: Journal;
  readonly view: JournalView;
  readonly openJobs: Pick<OpenJobs, "find">;
  readonly reception: Pick<Reception, "forget">;
}

type Changes = { -readonly [Key in "stop" | "drop" | "putBack" | "gone"]: Array<Plan[Key][number]> };

/** What operators may do with rows. What is done is what was planned, but for rows of which nothing can be done any more. */
export class Actions {
  readonly #options: ActionsOptions;

  constructor(options: ActionsOptions) {
    this.#options = options;
  }

  /** Says what an order would do. */
  plan(order: Order): Promise<Plan> {
    return this.#go(order, false);
  }

  /** Does it, and says what was done. */
  carryOut(order: Order): Promise<Plan> {
    return this.#go(order, true);
  }

  async #go({ action, rows }: Order, isMeant: boolean): Promise<Plan> {
    const changes: Changes = { stop: [], drop: [], putBack: [], gone: [] };
    // What waits first: once the turn before it has stopped, it would begin.
    const [running = [], others = []] = [true, false].map((runs) =>
      [...new Set(rows)].filter((row) => this.#runs(row) === runs),
    );
    for (const row of [...others, ...running]) {
      if (action === "retry") await this.#retry(row, isMeant, changes);
      else if (action === "discard") await this.#discard(row, isMeant, changes);
      else if (this.#runs(row)) this.#stop(row, isMeant, changes);
      else if (action === "cancel") await this.#drop(row, isMeant, changes);
      else changes.gone.push(row);
    }
    return { action, ...changes };
  }

  #runs(row: number): boolean {
    const message = this.#options.view.message(row);
    return message?.state === "running" || message?.state === "retrying";
  }

  #stop(row: number, isMeant: boolean, { stop, gone }: Changes): void {
    const entry = this.#options.openJobs.find(row);
    if (!entry) return void gone.push(row);
    stop.push(row);
    if (!isMeant) return;
    entry.job.note({ type: "cancelled", by: "operator" });
    entry.controller.abort(new TurnStopped("ERR_TURN_STOPPED", "An operator stopped the turn."));
  }

  async #drop(row: number, isMeant: boolean, changes: Changes): Promise<void> {
    const message = this.#options.view.message(row);
    if (message?.state !== "waiting") return void changes.gone.push(row);
    // What is on its way to its turn ends as what runs does.
    if (this.#options.openJobs.find(row)) return this.#stop(row, isMeant, changes);
    if (!isMeant) return void changes.drop.push(row);
    if (!(await this.#options.inbox.drop(row))) return void changes.gone.push(row);
    this.#options.reception.forget(row);
    const note = this.#options.journal.about(message);
    note({ type: "cancelled", by: "operator" });
    note({ type: "ended", outcome: "cancelled" });
    changes.drop.push(row);
  }

  async #retry(row: number, isMeant: boolean, { putBack, gone }: Changes): Promise<void> {
    const { inbox, view } = this.#options;
    const item = await inbox.get(row);
    if (item?.status !== "dead") return void gone.push(row);
    const { waiting = 0, running = [] } = view.session(item.sessionKey) ?? {};
    const as = isMeant ? await inbox.retry(row) : undefined;
    if (isMeant && as === undefined) return void gone.push(row);
    putBack.push({ row, behind: waiting + running.length, ...(as !== undefined && { as }) });
  }

  async #discard(row: number, isMeant: boolean, { drop, gone }: Changes): Promise<void> {
    const { inbox } = this.#options;
    const isDead = (await inbox.get(row))?.status === "dead";
    const isDone = isDead && (!isMeant || (await inbox.drop(row)));
    (isDone ? drop : gone).push(row);
  }
}
