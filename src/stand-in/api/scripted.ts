import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import type { Timers } from "../../delays.ts";
import type { Script } from "../state/script.ts";
import type { ApiAnswer, Router } from "./router.ts";

interface ScriptedParts {
  readonly router: Router;
  readonly script: Script;
  readonly timers: Timers;
}

/** Answers by the API's routes; a script may answer in their place, hold an answer back, or cut the connection. */
export function createAnswerer({ router, script, timers }: ScriptedParts) {
  const delay = (ms = 0) => new Promise<void>((resolve) => void timers.setTimeout(resolve, ms));

  return async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET" } = request;
    const scripted = script.take(method, pathOf(request));
    if (scripted?.lose === "request") return cut(request);
    const { authorization } = request.headers;
    const body = await json(request).catch(() => undefined);
    const isOwn = scripted?.body === undefined && scripted?.status === undefined;
    const said: ApiAnswer = isOwn
      ? router.answer(method, pathOf(request), { authorization, body, query: queryOf(request) })
      : { body: scripted.body ?? {}, status: scripted.status ?? 200 };
    if (scripted?.delayMs) await delay(scripted.delayMs);
    if (scripted?.lose === "answer") return cut(request);
    response.writeHead(said.status ?? 200, {
      "content-type": "application/json; charset=utf-8",
      ...scripted?.headers,
    });
    response.end(JSON.stringify(said.body));
  };
}

/** The path of a request, without its query. */
export function pathOf({ url = "" }: IncomingMessage): string {
  return url.split("?", 1)[0] ?? "";
}

function queryOf({ url = "" }: IncomingMessage): URLSearchParams {
  return new URLSearchParams(url.split("?", 2)[1] ?? "");
}

function cut(request: IncomingMessage): void {
  request.socket.destroy();
}
