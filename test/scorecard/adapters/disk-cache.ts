import { existsSync, readFileSync, writeFileSync } from "node:fs";

interface Kept {
  readonly value: unknown;
  readonly until: number | undefined;
}

type Options = { readonly namespace?: string } | undefined;

/** Where the channel says which messages it has seen. The rest, tokens, may be asked for again. */
const SEEN = "channel:seen";

/** What the official SDK takes as its `cache`; what has been seen is kept in a file. */
export class DiskCache {
  readonly #file: string;
  readonly #seen: Map<string, Kept>;
  readonly #other = new Map<string, Kept>();

  constructor(file: string) {
    this.#file = file;
    this.#seen = new Map(existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : []);
  }

  async get(key: string | symbol, options: Options): Promise<unknown> {
    const kept = this.#tableOf(options).get(String(key));
    return kept && (kept.until === undefined || kept.until > Date.now()) ? kept.value : undefined;
  }

  async set(
    key: string | symbol,
    value: unknown,
    until: number | undefined,
    options: Options,
  ): Promise<boolean> {
    this.#tableOf(options).set(String(key), { value, until });
    writeFileSync(this.#file, JSON.stringify([...this.#seen]));
    return true;
  }

  #tableOf(options: Options): Map<string, Kept> {
    return options?.namespace === SEEN ? this.#seen : this.#other;
  }
}
