import type { CancelReason, Outcome } from "../../dispatch/contract.ts";
import type { Delivery, Task } from "../fixture/fixture.ts";

/** How a turn ended. `cut-off`: it was stopped before its end, by the user, the middleware or a restart. */
export type TurnStatus = "ok" | "takeover" | "failed" | "cut-off";

/** What a turn is for order: a model's run, a command that changes the session, or one that changes nothing. */
export type TurnKind = "run" | "reset" | "control";

/** One turn that was started. */
export interface LoggedTurn {
  readonly delivery: Delivery;
  readonly lane: string;
  readonly kind: TurnKind;
  readonly startedAt: number;
  /** How many turns of its session ran already when it started, besides commands that only pass. */
  readonly beside: number;
  endedAt: number;
  status: TurnStatus;
}

/** How the middleware let a dispatch end; `failed` when its turn threw. */
export interface LoggedEnding {
  readonly delivery: Delivery;
  readonly status: Outcome<void>["status"] | "failed";
  /** Of `cancelled`: why. */
  readonly reason?: CancelReason | undefined;
}

/** What happened in one run of a fixture. It watches from outside and outlives restarts. Times as in the fixture. */
export class RunLog {
  /** As started. */
  readonly turns: LoggedTurn[] = [];
  dispatches = 0;
  /** How the middleware let dispatches end, in that order. */
  readonly endings: LoggedEnding[] = [];
  /** What the channel dropped, since it had seen the message id. */
  readonly dropped: Delivery[] = [];
  readonly replies = new Map<Task, number>();
  /** Works that a user has put an end to: nobody waits for their reply. */
  readonly calledOff = new Set<Task>();
  /** What the middleware threw that was no failed turn. */
  readonly errors: string[] = [];
  readonly #now: () => number;
  readonly #running = new Set<LoggedTurn>();
  readonly #attempts = new Map<Task, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  start(delivery: Delivery, lane: string, kind: TurnKind): LoggedTurn {
    const startedAt = this.#now();
    const beside = this.#runningBeside(delivery);
    const turn: LoggedTurn = {
      delivery,
      lane,
      kind,
      startedAt,
      beside,
      endedAt: startedAt,
      status: "cut-off",
    };
    this.turns.push(turn);
    this.#running.add(turn);
    add(this.#attempts, delivery.work);
    return turn;
  }

  end(turn: LoggedTurn, status: TurnStatus): void {
    turn.status = status;
    turn.endedAt = this.#now();
    this.#running.delete(turn);
    if (status === "ok") add(this.replies, turn.delivery.work);
  }

  /** The process is gone, and with it everything that was running. */
  cutOff(): void {
    for (const turn of this.#running) this.end(turn, "cut-off");
  }

  /** How often the work was started so far. */
  attempts(work: Task): number {
    return this.#attempts.get(work) ?? 0;
  }

  ended(ending: LoggedEnding): void {
    this.endings.push(ending);
  }

  #runningBeside({ dispatch }: Delivery): number {
    let count = 0;
    for (const { delivery, kind } of this.#running) {
      if (kind !== "control" && delivery.dispatch.sessionKey === dispatch.sessionKey) count++;
    }
    return count;
  }
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
