import { EventEmitter, once } from "node:events";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { AgentServer, type Behaviour } from "../../support/gateway/agent-server.ts";
import type { Chance } from "../support/chance.ts";
import { type AgentLine, answerTo } from "./check/log.ts";
import type { LogFile } from "./log-file.ts";

const told = z.object({
  attempt: z.number(),
  epoch: z.number().default(0),
  message: z.object({ event: z.object({ message: z.object({ message_id: z.string() }) }) }),
});
/** Of the longest turns, which outlast a lease. In ms. */
const LONGEST_MS = 4000;

/** The agents of all gateways. They write down when their turns begin and end, and do not look at epochs. */
export class Agents {
  readonly #server: AgentServer;
  readonly #chance: Chance;
  readonly #log: LogFile<AgentLine>;
  readonly #running = new Map<string, number>();
  readonly #changes = new EventEmitter();
  #turns = 0;

  constructor(chance: Chance, log: LogFile<AgentLine>) {
    this.#chance = chance;
    this.#log = log;
    this.#server = new AgentServer(
      (...turn) => this.#run(...turn),
      () => {},
    );
    this.#changes.setMaxListeners(Number.POSITIVE_INFINITY);
  }

  listen(): Promise<void> {
    return this.#server.listen();
  }

  /** Where the agent of one gateway is. */
  urlFor(gateway: string): string {
    return `${this.#server.url}?gateway=${gateway}`;
  }

  /** How many turns run now, of one gateway or of all. */
  running(gateway?: string): number {
    if (gateway !== undefined) return this.#running.get(gateway) ?? 0;
    return [...this.#running.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Resolves when a turn runs there, or after this time in ms. */
  async untilBusy(ms: number, gateway?: string): Promise<void> {
    const signal = AbortSignal.timeout(ms);
    while (this.running(gateway) === 0 && !signal.aborted)
      await once(this.#changes, "began", { signal }).catch(() => {});
  }

  close(): Promise<void> {
    return this.#server.kill();
  }

  #run: Behaviour = async (seen, { request, response }) => {
    const { attempt, epoch, message } = told.parse(seen);
    const id = message.event.message.message_id;
    const gateway = new URL(request.url ?? "", this.#server.url).searchParams.get("gateway") ?? "";
    // What the gateway has closed before it asked is noticed first: that comes by another connection.
    for (let turns = 0; turns < 3; turns += 1) await setImmediate();
    const end = this.#begin({ message: id, session: seen.sessionKey, attempt, epoch, gateway });
    if (response.destroyed) end("cut");
    response.on("close", () => end("cut"));
    await sleep(this.#chance.uneven(0, LONGEST_MS));
    // Before the gateway can know.
    end("answered");
    return answerTo(id);
  };

  #begin(began: Omit<Extract<AgentLine, { what: "began" }>, "at" | "what" | "turn">) {
    this.#turns += 1;
    const turn = this.#turns;
    let hasEnded = false;
    this.#log.write({ what: "began", turn, ...began });
    this.#count(began.gateway, 1);
    this.#changes.emit("began");
    return (how: "answered" | "cut") => {
      if (hasEnded) return;
      hasEnded = true;
      this.#log.write({ what: "ended", turn, how });
      this.#count(began.gateway, -1);
    };
  }

  #count(gateway: string, by: 1 | -1): void {
    this.#running.set(gateway, this.running(gateway) + by);
  }
}
