import { createRequire } from "node:module";
import { SettledIdentities } from "../../dispatch/identity/settled.ts";
import { fileIn, type Remembered, RememberedInFile } from "./settled-file.ts";

interface MemoryOptions {
  readonly folder: string;
  readonly ttlMs: number;
  readonly max: number;
  readonly now: () => number;
  readonly warn: (message: string) => void;
}

/** What survives a restart, as long as its file can be used; without it, nothing is forgotten before the process ends. */
export class Memory implements Remembered {
  readonly #options: MemoryOptions;
  readonly #recent: SettledIdentities;
  #file: Remembered | undefined;
  #broken = false;

  constructor(options: MemoryOptions) {
    this.#options = options;
    this.#recent = new SettledIdentities(options);
  }

  /** `file`, or `process` when the file cannot be used. */
  get kind(): "file" | "process" {
    return this.#broken ? "process" : "file";
  }

  hasAny(ids: readonly string[]): boolean {
    return this.#recent.hasAny(ids) || (this.#try((file) => file.hasAny(ids)) ?? false);
  }

  add(ids: readonly string[]): void {
    this.#recent.add(ids, ids[0] ?? "");
    this.#try((file) => file.add(ids));
  }

  /** Lets the file go; it is opened again when it is needed. */
  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  #try<T>(use: (file: Remembered) => T): T | undefined {
    if (this.#broken) return undefined;
    try {
      this.#file ??= this.#open();
      return use(this.#file);
    } catch (error) {
      this.#giveUp(error);
      return undefined;
    }
  }

  #open(): Remembered {
    // Loaded when needed: it prints a warning on Node.js 22, and not every build has it.
    const { DatabaseSync } = createRequire(import.meta.url)("node:sqlite");
    return new RememberedInFile({ ...this.#options, open: (path) => new DatabaseSync(path) });
  }

  #giveUp(error: unknown): void {
    this.#broken = true;
    this.#file = undefined;
    const { folder, warn } = this.#options;
    const reason = error instanceof Error ? error.message : String(error);
    warn(
      `${fileIn(folder)} cannot be used (${reason}): duplicates of messages from before the next restart will not be recognised after it. Make the folder writable, or move the file away, and restart.`,
    );
  }
}
