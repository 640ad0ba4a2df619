import { isLoopback } from "../../board/door/access.ts";
import { type Pass, writePass } from "../../board/door/pass.ts";
import { addRoutes } from "../../board/door/router.ts";
import { routesOf } from "../../board/routes.ts";
import { Streams } from "../../board/streams.ts";
import type { Subject } from "../../board/subject.ts";
import { UsageError } from "../../errors.ts";
import { mismatch } from "../../explain.ts";
import { JournalView } from "../../journal/view/view.ts";
import type { GatewayConfig } from "../config/read-config.ts";
import type { HttpServer } from "../http-server.ts";
import { Actions } from "./actions.ts";
import { Neighbours } from "./neighbours.ts";
import type { BoardOptions } from "./options.ts";
import { passFileOf } from "./pass-file.ts";
import { inboxRoutes } from "./routes.ts";

const offers = ["cancel", "replies", "dead", "fixtures"] as const;

/**
 * What operators see of a gateway, and may do: a page, and what a terminal shows, on the gateway's health server. It
 * hears the journal from the first fact on.
 */
export class Board {
  readonly #options: BoardOptions;
  readonly #view = new JournalView();
  readonly #streams: Streams;
  #pass: Pass | undefined;

  constructor(options: BoardOptions) {
    this.#options = options;
    this.#streams = new Streams(() => options.journal.seq);
    options.journal.subscribe(this.#view.hear);
  }

  addTo(server: HttpServer): void {
    const { log } = this.#options;
    const token = () => this.#pass?.token;
    const streams = this.#streams;
    const routes = [...routesOf(this.#subject(), { streams, token }), ...inboxRoutes(this.#options, streams)];
    addRoutes(server, routes, { token, log });
  }

  #subject(): Subject {
    const { journal, inbox, config, turns } = this.#options;
    const view = this.#view;
    return {
      ...{ journal, view, startedAt: journal.now(), offers },
      mayAct: config.board ? config.board.actions : false,
      actions: new Actions({ ...this.#options, view, openJobs: turns.openJobs }),
      neighbours: new Neighbours(inbox),
    };
  }

  /** Lets operators in, now that it is known where. */
  async open(url: string): Promise<void> {
    const { config, hide, log } = this.#options;
    const file = passFileOf(config);
    try {
      this.#pass = await writePass(file, url);
      hide(this.#pass.token);
    } catch (err) {
      log.warn({ err, file }, "the board stays closed: how to open it cannot be written. Set board.file");
    }
  }

  close(): void {
    this.#streams.close();
  }
}

/** Whether a gateway has a board: where others could reach it, it has none. */
export function hasBoard({ board, health }: Pick<GatewayConfig, "board" | "health">): boolean {
  return board !== false && health !== false && isLoopback(health.host);
}

/** @throws UsageError `ERR_INVALID_CONFIG` when a board is asked for that there cannot be */
export function checkBoard(config: Pick<GatewayConfig, "board" | "health" | "file">): void {
  const { board, health, file } = config;
  if (!board || hasBoard(config)) return;
  const came = health === false ? "false" : `host ${JSON.stringify(health.host)}`;
  const expected = "with a board, an address of this machine alone such as 127.0.0.1";
  throw new UsageError("ERR_INVALID_CONFIG", mismatch(`${file}: health`, expected, came));
}
