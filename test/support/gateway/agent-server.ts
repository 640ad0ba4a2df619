import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { z } from "zod";

const turnSchema = z.looseObject({
  turnId: z.string(),
  sessionKey: z.string(),
  text: z.string().optional(),
  attempt: z.number(),
});

export interface SeenTurn extends z.infer<typeof turnSchema> {
  /** Whether the gateway closed the request before it was answered. */
  aborted: boolean;
}

/** What the agent does with a turn; what it returns is the reply. */
export type Behaviour = (
  turn: SeenTurn,
  exchange: { request: IncomingMessage; response: ServerResponse },
) => unknown | Promise<unknown>;

/** Somebody's agent: an HTTP server that notes what it is asked. */
export class AgentServer {
  readonly turns: SeenTurn[] = [];
  /** The most turns of one session that ran at one moment. */
  mostAtOnce = 0;
  readonly #running = new Map<string, number>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly #changed: () => void;
  behave: Behaviour;

  /** @param changed told whenever a turn begins or ends */
  constructor(behave: Behaviour, changed: () => void) {
    this.behave = behave;
    this.#changed = changed;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/turn`;
  }

  /** The texts that a session's agent saw, in order. */
  textsOf(sessionKey: string): string[] {
    return this.turns.filter((turn) => turn.sessionKey === sessionKey).map(({ text }) => text ?? "");
  }

  async listen(port = 0): Promise<void> {
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
  }

  /** Cuts every connection, as a process that is killed does. */
  async kill(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await json(request).catch((error: unknown) => {
      // Who was killed while it asked has not asked.
      if (request.complete) throw error;
    });
    if (!request.complete) return;
    const turn: SeenTurn = { ...turnSchema.parse(body), aborted: false };
    this.turns.push(turn);
    this.#count(turn.sessionKey, 1);
    // Whoever closes the request has ended the turn, whatever the agent goes on to do.
    response.on("close", () => {
      turn.aborted = !response.writableFinished;
      this.#count(turn.sessionKey, -1);
      this.#changed();
    });
    this.#changed();
    const reply = await this.behave(turn, { request, response });
    if (!response.headersSent) response.setHeader("content-type", "application/json");
    if (!response.writableEnded) response.end(JSON.stringify({ reply }));
    this.#changed();
  }

  #count(sessionKey: string, by: 1 | -1): void {
    const running = (this.#running.get(sessionKey) ?? 0) + by;
    this.#running.set(sessionKey, running);
    this.mostAtOnce = Math.max(this.mostAtOnce, running);
  }
}
