import { createHmac, randomBytes } from "node:crypto";
import { APP_ID_DIGITS } from "../../app-id.ts";

/** Ids whose length is fixed, by their prefix; every other one gets 32 hex digits. */
const HEX_DIGITS = new Map([["cli_", APP_ID_DIGITS]]);
const PREFIXED = /^[a-z]{1,8}[_-](?=[\w-]{6})/;

/** Invents ids and texts for real ones: always the same for the same, within one recording and no longer. */
export class Aliases {
  readonly #salt: Buffer;
  readonly #texts = new Map<string, string>();

  /** @param salt makes the ids; without it they cannot be traced back, so it is kept nowhere. Default: random */
  constructor(salt: Buffer = randomBytes(32)) {
    this.#salt = salt;
  }

  /** Whether it looks like one of Feishu's ids: `ou_…`, `om_…`, `cli_…`, `img_v3_…`. */
  static isId(value: string): boolean {
    return PREFIXED.test(value) && !/\s/.test(value);
  }

  /** An id with the same prefix. */
  id(value: string): string {
    const prefix = PREFIXED.exec(value)?.[0] ?? "";
    const hex = createHmac("sha256", this.#salt).update(value).digest("hex");
    return prefix + hex.slice(0, HEX_DIGITS.get(prefix) ?? 32);
  }

  /** `text-1`, `text-2`, … in order of appearance; nothing of the original is left, not even its length. */
  text(value: string): string {
    const known = this.#texts.get(value) ?? `text-${this.#texts.size + 1}`;
    this.#texts.set(value, known);
    return known;
  }
}
