import { FeishuDispatchError } from "../../errors.ts";

/** What is wrong with a config, or may be. */
export interface Finding {
  /** A `fault` keeps the gateway from starting or from answering; a `warning` may be meant. */
  readonly level: "fault" | "warning";
  /** Names the key, what was expected there, and what was found unless that is a secret. */
  readonly message: string;
}

/** What has been found so far. */
export class Findings {
  readonly all: Finding[] = [];
  readonly #file: string;

  /** @param file the config, which messages need not name each time */
  constructor(file: string) {
    this.#file = file;
  }

  fault(message: string): void {
    this.#add("fault", message);
  }

  warning(message: string): void {
    this.#add("warning", message);
  }

  /** @returns undefined where it throws what somebody can mend, which is a fault then */
  async trying<T>(work: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof FeishuDispatchError)) throw error;
      this.fault(error.message);
      return undefined;
    }
  }

  #add(level: Finding["level"], message: string): void {
    const isNamed = message.startsWith(`${this.#file}: `);
    this.all.push({ level, message: isNamed ? message.slice(this.#file.length + 2) : message });
  }
}
