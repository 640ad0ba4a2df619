import { once } from "node:events";
import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type Pass, readPass } from "../../../src/board/door/pass.ts";
import type { World } from "./world.ts";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What is asked of a board. The headers are sent as they stand: `undefined` leaves one out. */
export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: object;
}

/** The board of a world's gateway. */
export class TestBoard {
  readonly pass: Pass;

  constructor(pass: Pass) {
    this.pass = pass;
  }

  static async of({ folder }: Pick<World, "folder">): Promise<TestBoard> {
    return new TestBoard(await readPass(join(folder, "inbox.sqlite.board.json")));
  }

  /** Asks as an operator, unless the headers say otherwise. */
  async ask(path: string, { method = "GET", headers = {}, body }: Ask = {}): Promise<Answer> {
    const all = {
      authorization: `Bearer ${this.pass.token}`,
      "content-type": "application/json",
      ...headers,
    };
    const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    const asking = request(this.pass.url + path, { method, headers: sent as Record<string, string> });
    asking.end(body && JSON.stringify(body));
    const [response] = (await once(asking, "response")) as [IncomingMessage];
    return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
  }

  async get<T>(path: string): Promise<T> {
    return JSON.parse((await this.ask(path)).body);
  }

  async post<T>(path: string, body: object): Promise<T> {
    return JSON.parse((await this.ask(path, { method: "POST", body })).body);
  }
}
