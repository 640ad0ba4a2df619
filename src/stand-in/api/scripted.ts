import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Timers } from "../../delays.ts";
import type { Script, ScriptedAnswer } from "../state/script.ts";

/** Lets a script answer in the API's place, hold its answers back, or cut the connection. */
export function addScript(server: FastifyInstance, script: Script, timers: Timers): void {
  const scripted = new WeakMap<FastifyRequest, ScriptedAnswer>();
  const delay = (ms = 0) => new Promise<void>((resolve) => void timers.setTimeout(resolve, ms));

  server.addHook("onRequest", async (request, reply) => {
    const answer = script.take(request.method, pathOf(request));
    if (!answer) return;
    scripted.set(request, answer);
    if (answer.lose === "request") return cut(request, reply);
    if (answer.body === undefined && answer.status === undefined) return;
    await reply.code(answer.status ?? 200).send(answer.body ?? {});
  });

  server.addHook("onSend", async (request, reply, payload) => {
    const answer = scripted.get(request);
    if (!answer) return payload;
    if (answer.delayMs) await delay(answer.delayMs);
    if (answer.lose === "answer") cut(request, reply);
    reply.headers(answer.headers ?? {});
    return payload;
  });
}

/** The path of a request, without its query. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split("?", 1)[0] ?? "";
}

function cut(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  request.raw.socket.destroy();
}
