import { SettledIdentities } from "./settled.ts";

/** The identities of recalled messages, remembered for a while: the message itself may come later. */
export class RecalledIdentities {
  readonly #options: ConstructorParameters<typeof SettledIdentities>[0];
  /** Made for the first recall: it takes its memory at once, and most engines never hear of one. */
  #ids: SettledIdentities | undefined;

  constructor(options: ConstructorParameters<typeof SettledIdentities>[0]) {
    this.#options = options;
  }

  hasAny(ids: readonly string[]): boolean {
    return this.#ids?.hasAny(ids) ?? false;
  }

  add(ids: readonly string[]): void {
    this.#ids ??= new SettledIdentities(this.#options);
    this.#ids.add(ids, "recalled");
  }
}
