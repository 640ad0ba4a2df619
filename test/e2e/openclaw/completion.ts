import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Asked, promptText } from "./instruction.ts";

/** Answers a request for a completion as it asks for. */
export function complete(response: ServerResponse, asked: Asked): Promise<void> {
  if (asked.failsWith) return refuse(response, asked.failsWith, asked.ms);
  return asked.sendTo ? callTool(response, asked, asked.sendTo) : stream(response, asked);
}

async function refuse(response: ServerResponse, status: number, ms: number): Promise<void> {
  await sleep(ms);
  const type = status === 400 ? "invalid_request_error" : "server_error";
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { message: "the stand-in was asked to fail", type } }));
}

async function callTool(response: ServerResponse, { label }: Asked, sessionKey: string): Promise<void> {
  const send = chunks(response, label);
  const message = promptText(`${label}0`, { ms: 100 });
  const call = {
    name: "sessions_send",
    arguments: JSON.stringify({ sessionKey, message, timeoutSeconds: 30 }),
  };
  send({
    role: "assistant",
    content: null,
    tool_calls: [{ index: 0, id: `call_${label}`, type: "function", function: call }],
  });
  send({}, "tool_calls");
  response.end("data: [DONE]\n\n");
}

/** Streams a dot a second, as a client gives up on a silent model, and the label at the end. */
async function stream(response: ServerResponse, { label, ms }: Asked): Promise<void> {
  const send = chunks(response, label);
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

function chunks(response: ServerResponse, id: string): (delta: object, finish?: string) => void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  return (delta, finish_reason) => {
    const choices = [{ index: 0, delta, finish_reason: finish_reason ?? null }];
    const chunk = { id, object: "chat.completion.chunk", created: 1, model: "m", choices };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  };
}
