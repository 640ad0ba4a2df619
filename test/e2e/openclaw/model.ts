import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { z } from "zod";
import { complete } from "./completion.ts";
import { readInstruction } from "./instruction.ts";
import type { Signal } from "./signal.ts";

/** One request for a completion. */
export interface ModelCall {
  /** The label of the message that is answered, see `promptText`. */
  readonly label: string;
  readonly startedAt: number;
  endedAt?: number;
  outcome: "streaming" | "answered" | "failed" | "cut";
}

const Request = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.unknown().optional() })),
});

/** An OpenAI-compatible server on loopback that streams for as long as the message asks it to. */
export class Model {
  readonly calls: ModelCall[] = [];
  readonly #signal: Signal;
  readonly #server: Server = createServer((request, response) => {
    this.#handle(request, response).catch(() => response.destroy());
  });

  constructor(signal: Signal) {
    this.#signal = signal;
  }

  /** @returns the provider's `baseUrl` */
  async listen(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    const address = this.#server.address();
    if (typeof address !== "object" || !address) throw new Error("the model server has no port");
    return `http://127.0.0.1:${address.port}/v1`;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { messages } = Request.parse(await json(request));
    const asked = readInstruction(messages);
    const call: ModelCall = { label: asked.label, startedAt: Date.now(), outcome: "streaming" };
    this.calls.push(call);
    this.#signal.tell();
    await complete(response, asked);
    call.endedAt = Date.now();
    call.outcome = asked.failsWith ? "failed" : response.destroyed ? "cut" : "answered";
    this.#signal.tell();
  }
}
