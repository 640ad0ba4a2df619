import type { MiddlewareChain } from "../gateway/middleware/load-middleware.ts";
import { type Fixture, isRecall, isRestart } from "./fixture/fixture.ts";
import { DurableInbox } from "./simulation/durable-inbox.ts";
import { Transcripts } from "./simulation/fenced-transcripts.ts";
import { RunLog } from "./simulation/run-log.ts";
import { SimulatedGateway } from "./simulation/simulated-gateway.ts";
import type { Pace } from "./time/speed.ts";
import { settle, VirtualClock } from "./time/virtual-clock.ts";

/** One process of the gateway. */
interface Process {
  readonly gateway: SimulatedGateway;
  /** Ends it in good order. */
  readonly close: () => Promise<void>;
}

/**
 * Plays a fixture once, against a gateway of its own.
 *
 * @param chain starts the middleware; without it the gateway has none, and no inbox either
 * @returns what happened
 */
export async function play(fixture: Fixture, chain?: MiddlewareChain, pace?: Pace): Promise<RunLog> {
  const playback = new Playback(fixture.startsAt, chain, pace);
  await playback.run(fixture);
  return playback.log;
}

class Playback {
  readonly log: RunLog;
  readonly #startsAt: number;
  readonly #chain: MiddlewareChain | undefined;
  readonly #pace: Pace | undefined;
  // These two stand for files: a restart does not touch them.
  readonly #transcripts = new Transcripts();
  readonly #inbox: DurableInbox;
  #clock: VirtualClock;

  constructor(startsAt: number, chain: MiddlewareChain | undefined, pace: Pace | undefined) {
    this.#startsAt = startsAt;
    this.#chain = chain;
    this.#pace = pace;
    this.#clock = new VirtualClock(startsAt);
    this.#inbox = new DurableInbox(() => this.#clock.now());
    this.log = new RunLog(() => this.#clock.now() - startsAt);
  }

  async run({ steps }: Fixture): Promise<void> {
    let process = await this.#start();
    for (const step of steps) {
      await this.#passUntil(this.#startsAt + step.at);
      if (isRestart(step)) process = await this.#restart();
      else if (isRecall(step)) process.gateway.recall(step);
      else void process.gateway.receive(step);
      await settle();
    }
    await this.#stepUntil(() => process.gateway.isIdle);
    this.log.cutOff();
    await this.#close(process);
  }

  async #start(): Promise<Process> {
    const clock = this.#clock;
    const world = { clock, transcripts: this.#transcripts, log: this.log };
    const middleware = await this.#chain?.({ now: clock.now, timers: clock });
    const guard = middleware && { middleware, inbox: this.#inbox };
    const close = async () => middleware?.close();
    return { gateway: new SimulatedGateway(world, guard), close };
  }

  /** As after `kill -9`: nothing is told that it ends. What waits on the old clock waits for ever. */
  async #restart(): Promise<Process> {
    this.log.cutOff();
    this.#transcripts.releaseLocks();
    this.#clock = new VirtualClock(this.#clock.now());
    const process = await this.#start();
    await process.gateway.resume();
    return process;
  }

  async #close(process: Process): Promise<void> {
    let closed = false;
    process
      .close()
      .catch((error) => this.log.errors.push(String(error)))
      .finally(() => {
        closed = true;
      });
    await settle();
    await this.#stepUntil(() => closed);
  }

  async #passUntil(moment: number): Promise<void> {
    await this.#stepUntil(() => (this.#clock.nextDue ?? Number.POSITIVE_INFINITY) > moment);
    await this.#pace?.(moment - this.#startsAt);
    this.#clock.advanceTo(moment);
  }

  /** Ends too when nobody waits for any time to pass: then nothing can happen any more. */
  async #stepUntil(done: () => boolean): Promise<void> {
    for (let due = this.#clock.nextDue; due !== undefined && !done(); due = this.#clock.nextDue) {
      await this.#pace?.(due - this.#startsAt);
      await this.#clock.step();
    }
  }
}
