import { closeSync, openSync, readFileSync, writeSync } from "node:fs";

type WithoutTime<Line> = Line extends unknown ? Omit<Line, "at"> : never;

/** A file of one JSON value in each line, with the time at which it was written: monotonic, in ms. */
export class LogFile<Line extends { readonly at: number }> {
  readonly #file: string;
  readonly #descriptor: number;

  constructor(file: string) {
    this.#file = file;
    this.#descriptor = openSync(file, "a");
  }

  write(line: WithoutTime<Line>): void {
    writeSync(this.#descriptor, `${JSON.stringify({ at: performance.now(), ...line })}\n`);
  }

  read(): Line[] {
    const lines = readFileSync(this.#file, "utf8").split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line));
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
