import PQueue from "p-queue";
import { TurnStopped } from "../../errors.ts";
import type { Delivery } from "../fixture/fixture.ts";
import type { VirtualClock } from "../time/virtual-clock.ts";
import type { ChatCommand } from "./chat-command.ts";
import type { Transcripts } from "./fenced-transcripts.ts";
import { runModel } from "./model-run.ts";
import type { LoggedTurn, RunLog } from "./run-log.ts";

/** How long a command takes, in ms: that of renaming a file and making another, far less than a turn. */
const COMMAND_MS = 3;

const neverAborts = new AbortController().signal;

/** A turn failed as turns of a real gateway do: the user reads an error instead of a reply. */
export class TurnFailed extends Error {}

/** What the simulated parts of a gateway share. */
export interface World {
  readonly clock: VirtualClock;
  readonly transcripts: Transcripts;
  readonly log: RunLog;
}

/** What a gateway does with a message once its channel has handed it over: runs of the model, and commands. */
export class Sessions {
  readonly #world: World;
  readonly #lanes = new Map<string, PQueue>();
  readonly #running = new Map<LoggedTurn, AbortController>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Runs of one session follow each other here. */
  onLane(sessionKey: string, task: () => Promise<void>): Promise<void> {
    const lane = this.#lanes.get(sessionKey) ?? new PQueue({ concurrency: 1 });
    this.#lanes.set(sessionKey, lane);
    return lane.add(task);
  }

  /**
   * Has the model answer.
   *
   * @throws TurnFailed when the transcript was taken over, or the fixture wants the turn to throw
   */
  async run(delivery: Delivery, lane: string, signal: AbortSignal): Promise<void> {
    const { log } = this.#world;
    const { work, turnMs, dispatch } = delivery;
    const turn = log.start(delivery, lane, "run");
    const throws = log.attempts(work) <= work.fails;
    const stop = new AbortController();
    this.#running.set(turn, stop);
    const modelRun = { sessionKey: dispatch.sessionKey, turnMs, throws };
    const status = await runModel(modelRun, this.#world, AbortSignal.any([signal, stop.signal]));
    this.#running.delete(turn);
    log.end(turn, status);
    if (isInterrupt(signal)) log.calledOff.add(work);
    if (status === "takeover" || status === "failed") throw new TurnFailed(status);
  }

  /** Commands are no runs: they wait for nothing that runs. */
  async command(command: ChatCommand, delivery: Delivery, lane: string): Promise<void> {
    const { clock, log } = this.#world;
    const { sessionKey } = delivery.dispatch;
    const turn = log.start(delivery, lane, command === "reset" ? "reset" : "control");
    if (command === "stop") this.#stop(sessionKey);
    if (command === "reset") await this.#reset(sessionKey);
    else await clock.sleep(COMMAND_MS, neverAborts);
    log.end(turn, "ok");
  }

  /** The user does not want the reply any more. */
  #stop(sessionKey: string): void {
    for (const [{ delivery }, controller] of this.#running) {
      if (delivery.dispatch.sessionKey !== sessionKey) continue;
      this.#world.log.calledOff.add(delivery.work);
      controller.abort();
    }
  }

  /** Nobody looks whether a turn is streaming, only whether the file is being written. */
  #reset(sessionKey: string): Promise<void> {
    const { clock, transcripts } = this.#world;
    return transcripts.locked(sessionKey, async () => {
      await clock.sleep(COMMAND_MS, neverAborts);
      transcripts.archive(sessionKey);
    });
  }
}

/** Did a command such as `"/new": "interrupt"` put an end to the turn? */
function isInterrupt(signal: AbortSignal): boolean {
  return signal.reason instanceof TurnStopped && signal.reason.code === "ERR_TURN_INTERRUPTED";
}
