import { createHmac, randomBytes } from "node:crypto";
import { APP_ID_DIGITS } from "../../app-id.ts";

/** Ids whose length is fixed, by their prefix; every other one gets 32 hex digits. */
const HEX_DIGITS = new Map([["cli_", APP_ID_DIGITS]]);
/** Feishu's own prefixes: people, chats, messages, threads, apps, departments, pictures and files. */
const PREFIXED = /^(?:ou|on|oc|om|omt|cli|od|img|file)_(?=[\w-]{6,}$)/;

/** Invents ids, texts, numbers and keys for real ones: always the same for the same, within one recording. */
export class Aliases {
  readonly #salt: Buffer;
  readonly #known = new Map<string, Map<string, number>>();

  /** @param salt makes the ids; without it they cannot be traced back, so it is kept nowhere. Default: random */
  constructor(salt: Buffer = randomBytes(32)) {
    this.#salt = salt;
  }

  /** Whether it has the form of one of Feishu's ids: `ou_…`, `om_…`, `cli_…`, `img_v3_…`. */
  static isId(value: string): boolean {
    return PREFIXED.test(value);
  }

  /** An id with the same prefix, if that is one of Feishu's. */
  id(value: string): string {
    const prefix = PREFIXED.exec(value)?.[0] ?? "";
    const hex = createHmac("sha256", this.#salt).update(value).digest("hex");
    return prefix + hex.slice(0, HEX_DIGITS.get(prefix) ?? 32);
  }

  /** `text-1`, `text-2`, … in order of appearance; nothing of the original is left, not even its length. */
  text(value: string): string {
    return `text-${this.#count("text", value)}`;
  }

  /** `key-1`, `key-2`, … for the keys of objects. */
  key(value: string): string {
    return `key-${this.#count("key", value)}`;
  }

  /** 1, 2, … */
  number(value: number): number {
    return this.#count("number", String(value));
  }

  #count(kind: string, value: string): number {
    const known = this.#known.get(kind) ?? new Map<string, number>();
    this.#known.set(kind, known);
    const count = known.get(value) ?? known.size + 1;
    known.set(value, count);
    return count;
  }
}
