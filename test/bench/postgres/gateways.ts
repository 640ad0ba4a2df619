import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Command } from "./worker.ts";

/** What the gateways of one run have done. */
export interface Tally {
  /** From the claim to the start of each turn, in ms. */
  readonly waits: readonly number[];
  /** Turns a second, from the first start to the last end that was written. */
  readonly perSecond: number;
}

/** Several processes that share one inbox. They have joined, and begin when they are told to. */
export class Gateways {
  readonly #children: readonly ChildProcess[];

  private constructor(children: readonly ChildProcess[]) {
    this.#children = children;
  }

  static async start(count: number, url: string, schema: string): Promise<Gateways> {
    const program = fileURLToPath(new URL("worker.ts", import.meta.url));
    const children: ChildProcess[] = [];
    for (let n = 0; n < count; n += 1) {
      const child = fork(program, [url, schema, `bench-${n}`]);
      await once(child, "message");
      children.push(child);
    }
    return new Gateways(children);
  }

  /** Tells one of them, in turns, or all. */
  tell(command: Command, which?: number): void {
    const children = this.#children;
    const told = which === undefined ? children : [children[which % children.length]];
    for (const child of told) child?.send(command);
  }

  /**
   * Has each of them run so many turns in a session of its own, as processes have that have run for a while: that of the
   * bare loop has.
   *
   * @returns how many turns these were
   */
  async warmUp(turns: number): Promise<number> {
    for (const which of this.#children.keys())
      for (let n = 0; n < turns; n += 1)
        this.tell({ do: "claim", id: `warm ${which} ${n}`, sessionKey: `warm ${which}` }, which);
    const all = turns * this.#children.length;
    await this.tally(all);
    return all;
  }

  /**
   * Waits until so many turns have ended.
   *
   * @param warmUp so many starts of each process are not counted among the waits
   * @param before so many turns are of an earlier backlog
   */
  async tally(count: number, { warmUp = 0, before = 0 } = {}): Promise<Tally> {
    while ((await this.#done()) < count) await setTimeout(50);
    const said = await Promise.all(this.#children.map((child) => ask<Said>(child, "tell")));
    const starts = said.flatMap((it) => it.starts.map(Number)).sort((a, b) => a - b);
    const lastAt = Math.max(...said.map((it) => Number(it.lastAt)));
    const perSecond = ((count - before) / (lastAt - (starts[before] ?? lastAt))) * 1e9;
    return { waits: said.flatMap((it) => it.waits.slice(warmUp)), perSecond };
  }

  async #done(): Promise<number> {
    const said = await Promise.all(
      this.#children.map((child) => ask<{ readonly done: number }>(child, "count")),
    );
    return said.reduce((sum, it) => sum + it.done, 0);
  }

  async end(): Promise<void> {
    const ended = this.#children.map((child) => once(child, "exit"));
    this.tell({ do: "end" });
    await Promise.all(ended);
  }
}

interface Said {
  readonly waits: readonly number[];
  /** In ns, by a clock that all processes of the machine share. */
  readonly starts: readonly string[];
  readonly lastAt: string;
}

async function ask<T>(child: ChildProcess, what: "count" | "tell"): Promise<T> {
  const answer = once(child, "message");
  child.send({ do: what } satisfies Command);
  const [said] = await answer;
  return said;
}
