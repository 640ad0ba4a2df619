import { InboxError } from "../errors.ts";
import type { InboxHealth } from "../inbox.ts";

/** Whether the database took the last write. */
export class Health {
  readonly #onChange: (health: InboxHealth) => void;
  #fault: { readonly since: number; readonly error: InboxError } | undefined;

  constructor(onChange: (health: InboxHealth) => void) {
    this.#onChange = onChange;
  }

  get now(): InboxHealth {
    return this.#fault === undefined ? { ok: true } : { ok: false, ...this.#fault };
  }

  works(): void {
    if (this.#fault === undefined) return;
    this.#fault = undefined;
    this.#onChange(this.now);
  }

  /** Of anything but a fault of the database nothing is said. */
  failed(error: unknown): void {
    if (!(error instanceof InboxError)) return;
    const isNews = this.#fault?.error.code !== error.code;
    this.#fault = { since: this.#fault?.since ?? Date.now(), error };
    if (isNews) this.#onChange(this.now);
  }
}
