import { MultiBar, type SingleBar } from "cli-progress";
import type { Progress } from "../replay/index.ts";
import { visible } from "../visible.ts";

/** A bar for each of a fixture's two runs, for people who watch a replay that takes real time. */
export class ProgressBars {
  #multi: MultiBar | undefined;
  #fixture: string | undefined;
  readonly #bars = new Map<Progress["run"], SingleBar>();

  /** Draws on stderr, where results are not, and only if that is a terminal. */
  readonly show = (progress: Progress): void => {
    if (!process.stderr.isTTY) return;
    const { fixture, run, at, of } = progress;
    if (fixture !== this.#fixture) this.#begin(fixture);
    const bar =
      this.#bars.get(run) ?? this.#multi?.create(of, 0, { fixture: visible(fixture), run: run.padEnd(7) });
    if (!bar) return;
    this.#bars.set(run, bar);
    bar.update(Math.min(at, of));
  };

  /** Leaves the terminal as it found it. */
  stop(): void {
    this.#multi?.stop();
  }

  #begin(fixture: string): void {
    this.stop();
    this.#bars.clear();
    this.#fixture = fixture;
    const format = "{run} {bar} {percentage}%  {fixture}";
    this.#multi = new MultiBar({ format, barsize: 30, hideCursor: true, stream: process.stderr });
  }
}
