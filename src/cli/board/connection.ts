import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { createInterface } from "node:readline";
import { json } from "node:stream/consumers";
import type { Pass } from "../../board/door/pass.ts";
import { UsageError } from "../../errors.ts";
import { reasonOf } from "../../explain.ts";
import { sourceOf } from "../config-file.ts";

/** Which gateway is meant. */
export interface Flags {
  readonly config?: string;
  readonly file?: string;
  /** The plugin in the OpenClaw gateway of this user. */
  readonly openclaw?: true;
}

/** A gateway that runs, as operators reach it. */
export class Connection {
  readonly url: string;
  readonly #token: string;

  constructor({ url, token }: Pass) {
    this.url = url;
    this.#token = token;
  }

  /** @throws UsageError `ERR_NO_GATEWAY` when nobody answers, or with the code that the gateway says */
  async get<T>(path: string, query: Readonly<Record<string, string>> = {}): Promise<T> {
    return json(await this.open("GET", `${path}?${new URLSearchParams(query)}`)) as Promise<T>;
  }

  /** @throws as {@link get} */
  async post<T>(path: string, body: object): Promise<T> {
    return json(await this.open("POST", path, body)) as Promise<T>;
  }

  /**
   * For what is read as it comes. No proxy of the environment is between: the token is for this machine alone.
   *
   * @throws as {@link get}
   */
  async open(method: "GET" | "POST", path: string, body?: object): Promise<IncomingMessage> {
    const headers = { authorization: `Bearer ${this.#token}`, "content-type": "application/json" };
    const asking = request(this.url + path, { method, headers, agent: new Agent() });
    asking.end(body && JSON.stringify(body));
    const [response] = (await once(asking, "response").catch((cause: unknown) => {
      const message = `no gateway answers at ${this.url} (${reasonOf(cause)}). Is it running?`;
      throw new UsageError("ERR_NO_GATEWAY", message, { cause });
    })) as [IncomingMessage];
    if (response.statusCode === 200) return response;
    const { code = `HTTP ${response.statusCode}`, message = "" } = await refusalIn(response);
    throw new UsageError(code, `the gateway at ${this.url} says: ${code} ${message}`.trim());
  }
}

/** What is answered, line by line, until either side hangs up. */
export function linesOf(response: IncomingMessage): AsyncIterable<string> {
  const lines = createInterface({ input: response });
  // By itself it would wait for ever for the rest of what was cut off.
  response.once("close", () => lines.close());
  return lines;
}

async function refusalIn(response: IncomingMessage): Promise<{ code?: string; message?: string }> {
  return json(response).catch(() => ({})) as Promise<{ code?: string; message?: string }>;
}

/** @throws UsageError unless the config, or the inbox's file, leads to a gateway */
export async function connect(flags: Flags): Promise<Connection> {
  const { readPass } = await import("../../board/door/pass.ts");
  return new Connection(await readPass(await passFile(flags)));
}

/** Where the pass of the gateway is that is meant. */
export async function passFile({ openclaw, ...named }: Flags): Promise<string> {
  if (openclaw) return pluginPassFile();
  const { passFileOf, passFileBeside } = await import("../../gateway/board/pass-file.ts");
  const source = sourceOf(named);
  if ("file" in source) return passFileBeside(source.file);
  const { readConfig } = await import("../../gateway/config/read-config.ts");
  return passFileOf(await readConfig(source.config));
}

async function pluginPassFile(): Promise<string> {
  const { passFileIn } = await import("../../openclaw/board/entrance.ts");
  const { usualStateFolder } = await import("../../openclaw/host/traits.ts");
  return passFileIn(usualStateFolder(process.env));
}
