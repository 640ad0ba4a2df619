import type { IncomingMessage, ServerResponse } from "node:http";
import { addRoutes } from "../../board/door/router.ts";
import { sendJson } from "../../board/door/send-json.ts";
import { routesOf } from "../../board/routes.ts";
import { Streams } from "../../board/streams.ts";
import type { PluginParts } from "../hold/plugin-parts.ts";
import { LetGo } from "./let-go.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** The board of what the plugin holds: the page of a gateway, over the plugin's facts. */
export class PluginBoard {
  readonly #handlers = new Map<string, Handler>();
  readonly #streams: Streams;

  constructor(parts: PluginParts, token: () => string | undefined) {
    const { teller, config, logger } = parts;
    const { journal, view, startedAt } = teller;
    this.#streams = new Streams(() => journal.seq);
    const mayAct = config.board !== false && config.board.actions;
    const subject = { journal, view, startedAt, offers: [], mayAct, actions: new LetGo(parts) };
    const log = {
      error: ({ err }: { err?: unknown }, message: string) => logger().warn(`${message} (${err})`),
    };
    addRoutes(
      { route: (path, handler) => void this.#handlers.set(path, handler) },
      routesOf(subject, { streams: this.#streams, token }),
      { token, log },
    );
  }

  /** @param path below the board's own */
  async answer(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const handler = this.#handlers.get(path);
    if (handler) await handler(request, response);
    else sendJson(response, 404, { code: "ERR_NOT_FOUND" });
  }

  close(): void {
    this.#streams.close();
  }
}
