import { EventDispatcher } from "@larksuiteoapi/node-sdk";
import { type ChannelLog, sdkLogger } from "../sdk/log.ts";
import type { Intake } from "./intake.ts";
import type { CardAnswer } from "./toast.ts";

/**
 * Hands every event of a long connection to the intake, as it came. The official dispatcher would lay header and
 * body over each other first, and lose the header's keys that the body has too.
 *
 * The official client acknowledges an event when `invoke` resolves, and asks for it again when it rejects. So it
 * resolves as soon as the event is kept, and has nothing to do with its turn.
 */
export class IntakeDispatcher extends EventDispatcher {
  readonly #intake: Intake;
  readonly #underWay = new Set<Promise<unknown>>();
  #closed = false;

  constructor(intake: Intake, log: ChannelLog) {
    super({ logger: sdkLogger(log) });
    this.#intake = intake;
  }

  override async invoke(envelope: unknown): Promise<CardAnswer | undefined> {
    if (this.#closed) throw new Error("the connection is closing");
    const take = this.#intake.take(envelope, "websocket");
    this.#underWay.add(take);
    const taken = await take.finally(() => this.#underWay.delete(take));
    if ("answer" in taken) return taken.answer;
    if (taken.status === "unavailable") throw new Error("the event could not be kept");
    return undefined;
  }

  /** Refuses events from now on, and resolves once those under way are answered. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#underWay);
    // The client writes its answers in the same turn of the event loop.
    await new Promise(setImmediate);
  }
}
