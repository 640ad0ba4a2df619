import { mkdir } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { dirname, join } from "node:path";
import { writePass } from "../../board/door/pass.ts";
import { PLUGIN_ID } from "../config.ts";
import type { PluginParts } from "../hold/plugin-parts.ts";
import type { PluginBoard } from "./plugin-board.ts";

/**
 * Where the host serves the board. Below `/plugins/`, since the service worker of the host's own Control UI keeps
 * copies of whatever else is read from its server (`control-ui/sw.js` of 2026.9.6).
 */
export const BOARD_PATH = `/plugins/${PLUGIN_ID}`;

/** Where operators find how to get in. @param stateFolder the host's */
export function passFileIn(stateFolder: string): string {
  return join(stateFolder, PLUGIN_ID, "board.json");
}

/** The way to the board, which itself is loaded when somebody asks for it. */
export class Entrance {
  readonly #parts: PluginParts;
  #opening: Promise<void> | undefined;
  #token: string | undefined;
  #board: Promise<PluginBoard> | undefined;

  constructor(parts: PluginParts) {
    this.#parts = parts;
  }

  /** Lets operators in, now that it is known where; once, however many instances say so. */
  open(stateFolder: string, port: number): Promise<void> {
    this.#opening ??= this.#open(passFileIn(stateFolder), `http://127.0.0.1:${port}${BOARD_PATH}`);
    return this.#opening;
  }

  /** Answers a request that the host has for the board. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "http://board");
    this.#board ??= this.#load();
    await (await this.#board).answer(pathname.slice(BOARD_PATH.length), request, response);
  }

  /** Ends the answers that go on. It may be opened again. */
  async close(): Promise<void> {
    this.#opening = undefined;
    (await this.#board)?.close();
  }

  async #load(): Promise<PluginBoard> {
    const { PluginBoard } = await import("./plugin-board.ts");
    return new PluginBoard(this.#parts, () => this.#token);
  }

  async #open(file: string, url: string): Promise<void> {
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      this.#token = (await writePass(file, url)).token;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#parts.logger().warn(`the board stays closed: ${file} cannot be written (${reason})`);
    }
  }
}
