import type { ServerResponse } from "node:http";
import { z } from "zod";
import { AgentServer, type SeenTurn } from "../../support/gateway/agent-server.ts";
import type { TurnEnd } from "./check/journal.ts";
import { type Manner, type MannerTurn, manners } from "./manners.ts";
import type { Recorder } from "./recorder.ts";

const message = z.object({ header: z.object({ event_id: z.string() }) });
const atOnce: Manner = { does: "answers", stepMs: 0, count: 1 };

/** The agent of every gateway: it is told how to go about each ask, and notes when its turns begin and end. */
export class Agent {
  readonly server: AgentServer;
  readonly #recorder: Recorder;
  readonly #mannerOf = new Map<string, Manner>();
  readonly #times = new Map<string, number>();
  #turns = 0;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
    this.server = new AgentServer(
      (turn, { response }) => this.#run(turn, response),
      () => {},
    );
  }

  /** From now on the ask is gone about in this manner. */
  expect(ask: string, manner: Manner): void {
    this.#mannerOf.set(ask, manner);
  }

  async #run(seen: SeenTurn, response: ServerResponse): Promise<void> {
    const eventId = message.parse(seen.message).header.event_id;
    const ask = this.#recorder.askOf(eventId) ?? eventId;
    const time = (this.#times.get(ask) ?? 0) + 1;
    this.#times.set(ask, time);
    const said: string[] = [];
    const end = this.#begin(ask, seen, said);
    response.on("close", () => end("cut"));
    const manner = this.#mannerOf.get(ask) ?? atOnce;
    const line = (which: number) => `re ${ask}: line ${which}`;
    await manners[manner.does]({ ...manner, time, line, response, said, end });
  }

  /** @returns what ends it; nothing more is noted after that */
  #begin(ask: string, { attempt, sessionKey }: SeenTurn, said: readonly string[]): MannerTurn["end"] {
    this.#turns += 1;
    const turn = this.#turns;
    let hasEnded = false;
    this.#recorder.note({ what: "turn-began", ask, turn, attempt, sessionKey });
    return (how: TurnEnd) => {
      if (!hasEnded) this.#recorder.note({ what: "turn-ended", turn, how, lines: [...said] });
      hasEnded = true;
    };
  }
}
