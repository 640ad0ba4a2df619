import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Signal } from "./signal.ts";

/** One request for a completion. */
export interface ModelCall {
  /** The label of the message that is answered, see {@link promptText}. */
  readonly label: string;
  readonly startedAt: number;
  endedAt?: number;
  outcome: "streaming" | "answered" | "failed" | "cut";
}

const Request = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.unknown() })),
});

/**
 * The text of a test message: a label that comes back in the answer, and what the model shall do about it.
 *
 * @param ms how long the model streams
 * @param fail the model answers with HTTP 500
 */
export function promptText(label: string, { ms = 300, fail = false } = {}): string {
  return `${label} [${fail ? "fail" : `${ms}ms`}]`;
}

/** The label a text of the bot is the answer to. */
export function answeredLabel(text: string): string | undefined {
  return /done (q[0-9a-f]+)/.exec(text)?.[1];
}

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
    // The newest user message comes last, but a host may put context of its own behind it.
    const asked = JSON.stringify(messages.filter(({ role }) => role === "user"));
    const found = [...asked.matchAll(/(q[0-9a-f]+) \[(fail|\d+ms)\]/g)].at(-1);
    const call: ModelCall = { label: found?.[1] ?? "unknown", startedAt: Date.now(), outcome: "streaming" };
    this.calls.push(call);
    this.#signal.tell();
    if (found?.[2] === "fail") refuse(response);
    else await stream(response, call.label, Number.parseInt(found?.[2] ?? "300", 10));
    call.endedAt = Date.now();
    call.outcome = found?.[2] === "fail" ? "failed" : response.destroyed ? "cut" : "answered";
    this.#signal.tell();
  }
}

function refuse(response: ServerResponse): void {
  response.writeHead(500, { "content-type": "application/json" });
  response.end(
    JSON.stringify({ error: { message: "the stand-in was asked to fail", type: "server_error" } }),
  );
}

/** Streams a dot a second, as a client gives up on a silent model, and the label at the end. */
async function stream(response: ServerResponse, label: string, ms: number): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const send = (delta: object, finish_reason: string | null = null) => {
    const head = { id: label, object: "chat.completion.chunk", created: 1, model: "m" };
    response.write(`data: ${JSON.stringify({ ...head, choices: [{ index: 0, delta, finish_reason }] })}\n\n`);
  };
  send({ role: "assistant", content: "." });
  const dots = setInterval(() => send({ content: "." }), 1000);
  const closed = new AbortController();
  response.once("close", () => closed.abort());
  await sleep(ms, undefined, { signal: closed.signal }).catch(() => {});
  clearInterval(dots);
  if (response.destroyed) return;
  send({ content: ` done ${label}` });
  send({}, "stop");
  response.end("data: [DONE]\n\n");
}
