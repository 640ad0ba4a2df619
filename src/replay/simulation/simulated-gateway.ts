import type { Middleware, MiddlewareContext } from "../../gateway/middleware/middleware.ts";
import type { Delivery, Recall } from "../fixture/fixture.ts";
import { chatCommand } from "./chat-command.ts";
import type { DurableInbox } from "./durable-inbox.ts";
import { Channel } from "./simulated-channel.ts";
import { Sessions, TurnFailed, type World } from "./simulated-sessions.ts";

const MAIN = "main";

/** What comes after the middleware, for a dispatch that it has taken into its hands, and for one that it has not. */
interface Rest {
  readonly delivery: Delivery;
  readonly answer: () => Promise<void>;
  readonly untouched: () => Promise<void>;
}

/** What makes a gateway one with middleware. */
export interface Guard {
  /** The chain that the gateway config registers. */
  readonly middleware: Middleware;
  readonly inbox: DurableInbox;
}

/**
 * One process of a gateway that behaves as OpenClaw 2026.5.20 does. What it holds is memory, and lost when the
 * process ends; transcripts and inbox are handed to it.
 *
 * Middleware stands at the earliest place it can: each dispatch of each delivery goes through it, with its session
 * known, before the channel drops or queues anything. A dispatch that it runs as a turn of its own (it put the
 * turn's signal into the context) has been recognised and ordered, and goes past the channel's memory and queue;
 * one that it lets pass untouched meets them as without middleware.
 */
export class SimulatedGateway {
  readonly #world: World;
  readonly #guard: Guard | undefined;
  readonly #channel: Channel;
  readonly #sessions: Sessions;
  /** Rows of the inbox that this process has ended. What becomes of them is its middleware's to say. */
  readonly #ended = new Set<number>();
  #open = 0;

  constructor(world: World, guard?: Guard) {
    this.#world = world;
    this.#guard = guard;
    this.#sessions = new Sessions(world);
    this.#channel = new Channel((delivery) => world.log.dropped.push(delivery));
  }

  /** Nothing that it received is still on its way. */
  get isIdle(): boolean {
    return this.#open === 0;
  }

  /** Feishu delivers an event. */
  receive(delivery: Delivery): Promise<void> {
    return this.#tracked(async () => {
      const claim = await this.#guard?.inbox.claim(delivery);
      const finishedEarlier = claim?.status === "duplicate" && !this.#ended.has(claim.id);
      if (finishedEarlier) this.#drop(delivery);
      else await this.#handle(delivery, claim?.id);
    });
  }

  /** Somebody takes a message back. Without middleware nobody looks at that. */
  recall({ recalls, work }: Recall): void {
    if (work) this.#world.log.calledOff.add(work);
    this.#guard?.middleware.recall?.(recalls);
  }

  /** Takes up what an earlier process had accepted and not finished. */
  async resume(): Promise<void> {
    for (const { id, delivery } of (await this.#guard?.inbox.pending()) ?? []) {
      void this.#tracked(() => this.#handle(delivery, id));
    }
  }

  async #tracked(work: () => Promise<void>): Promise<void> {
    this.#open++;
    try {
      await work();
    } catch (error) {
      this.#report(error);
    } finally {
      this.#open--;
    }
  }

  /** Its work was finished before this process was started. Only the inbox knows. */
  #drop(delivery: Delivery): void {
    this.#world.log.dispatches++;
    this.#world.log.ended({ delivery, status: "duplicate" });
  }

  async #handle(delivery: Delivery, row: number | undefined): Promise<void> {
    const lanes = [`session:${delivery.dispatch.sessionKey}`, ...(delivery.lanes === "dual" ? [MAIN] : [])];
    const results = await Promise.allSettled(lanes.map((lane) => this.#dispatch(delivery, lane)));
    for (const result of results) if (result.status === "rejected") this.#report(result.reason);
    if (row === undefined || results.every(({ status }) => status === "rejected")) return;
    this.#ended.add(row);
    await this.#guard?.inbox.complete(row);
  }

  #report(reason: unknown): void {
    if (!(reason instanceof TurnFailed)) this.#world.log.errors.push(String(reason));
  }

  async #dispatch(delivery: Delivery, lane: string): Promise<void> {
    const { event, account, transport } = delivery;
    const { signal } = new AbortController();
    const dispatch = { ...delivery.dispatch, lane };
    const context: MiddlewareContext = { event, account, transport, dispatch, signal };
    const answer = () => this.#answer(delivery, lane, context.signal);
    const untouched = () => this.#channel.admit(delivery, answer);
    this.#world.log.dispatches++;
    if (!this.#guard) return untouched();
    await this.#pass(this.#guard.middleware, context, { delivery, answer, untouched });
  }

  async #pass(chain: Middleware, context: MiddlewareContext, { delivery, ...rest }: Rest): Promise<void> {
    const { log } = this.#world;
    const { signal } = context;
    let untouched = false;
    try {
      await chain(context, () => {
        untouched = context.signal === signal;
        return untouched ? rest.untouched() : rest.answer();
      });
    } catch (error) {
      if (!untouched) log.ended({ delivery, status: "failed" });
      throw error;
    }
    if (!context.outcome) return;
    const { status, reason } = { reason: undefined, ...context.outcome };
    log.ended({ delivery, status, reason });
    if (reason === "interrupted") log.calledOff.add(delivery.work);
  }

  /** The session lane does not cover what is dispatched on the main lane. */
  #answer(delivery: Delivery, lane: string, signal: AbortSignal): Promise<void> {
    const { sessionKey, text } = delivery.dispatch;
    const command = chatCommand(text);
    if (command) return this.#sessions.command(command, delivery, lane);
    const run = () => this.#sessions.run(delivery, lane, signal);
    if (lane === MAIN) return run();
    return this.#sessions.onLane(
      sessionKey,
      delivery.lanes === "nested" ? () => this.#dispatch(delivery, MAIN) : run,
    );
  }
}
