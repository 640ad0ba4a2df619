import { SingleBar } from "cli-progress";

/** How much of the logs has been read, for people who wait for it. */
export class ReadingBar {
  #bar: SingleBar | undefined;

  /** Draws on stderr, where results are not, if that is a terminal and it is known how much there is to read. */
  constructor(logs: readonly { readonly size: number }[]) {
    const megabytes = Math.ceil(logs.reduce((sum, { size }) => sum + size, 0) / 1e6);
    if (!process.stderr.isTTY || logs.some(({ size }) => size === 0)) return;
    const format = "reading {bar} {percentage}%  {total} MB";
    this.#bar = new SingleBar({ format, barsize: 30, hideCursor: true, stream: process.stderr });
    this.#bar.start(megabytes, 0);
  }

  /** @param bytes that have been read since the last call */
  readonly read = (bytes: number): void => {
    this.#bar?.increment(bytes / 1e6);
  };

  /** Leaves the terminal as it found it. */
  stop(): void {
    this.#bar?.stop();
  }
}
