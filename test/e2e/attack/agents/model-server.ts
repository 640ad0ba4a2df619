import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Scene } from "../scene.ts";

/** A server with the OpenAI chat API, or something like it. */
export async function startModelServer(scene: Scene, answer: (response: ServerResponse) => void) {
  const seen = { requests: 0, url: "" };
  const server = createServer((request, response) => {
    seen.requests += 1;
    request.resume();
    answer(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  seen.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  scene.onEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  return seen;
}

/** One piece of an answer, as the API streams it. */
export function piece(content: string): string {
  return `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
}

export const DONE = "data: [DONE]\n\n";
export const EVENT_STREAM = { "content-type": "text/event-stream" };
