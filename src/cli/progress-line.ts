import { visible } from "../text/visible.ts";

const BAR = 30;

/** How far something is, for people who wait for it: on stderr, where results are not, and only if that is a terminal. */
export class ProgressLine {
  #drawn = "";

  /** @param done the part that is done, from 0 to 1 @param about what it is, in a few words */
  show(done: number, about: string): void {
    const { isTTY, columns } = process.stderr;
    if (!isTTY) return;
    const part = Math.min(1, Math.max(0, done));
    const full = Math.round(part * BAR);
    const bar = "█".repeat(full) + "░".repeat(BAR - full);
    const line = `${bar} ${Math.floor(part * 100)}%  ${visible(about)}`.slice(0, columns - 1);
    if (line !== this.#drawn) this.#draw(line);
  }

  /** Leaves the terminal as it found it. */
  stop(): void {
    if (this.#drawn !== "") this.#draw("");
  }

  #draw(line: string): void {
    process.stderr.write(`\r${line}\u001b[K`);
    this.#drawn = line;
  }
}
