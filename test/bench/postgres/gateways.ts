import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Command } from "./worker.ts";

/** What the gateways of one run have done. */
export interface Tally {
  readonly done: number;
  /** From the claim to the start of each turn, in ms. */
  readonly waits: readonly number[];
  /** From the first start to the last end that was written, in s. */
  readonly seconds: number;
}

/** Several processes that share one inbox. */
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

  /** Waits until so many turns have ended. @param warmUp so many starts of each are not counted among the waits */
  async tally(count: number, warmUp = 0): Promise<Tally> {
    for (;;) {
      await setTimeout(50);
      const said = await Promise.all(this.#children.map((child) => ask(child)));
      const done = said.reduce((sum, it) => sum + it.done, 0);
      if (done < count) continue;
      const began = said.flatMap(({ firstAt }) => (firstAt === "0" ? [] : Number(firstAt)));
      const ended = said.map(({ lastAt }) => Number(lastAt));
      const seconds = (Math.max(...ended) - Math.min(...began)) / 1e9;
      return { done, seconds, waits: said.flatMap(({ waits }) => waits.slice(warmUp)) };
    }
  }

  async end(): Promise<void> {
    const ended = this.#children.map((child) => once(child, "exit"));
    this.tell({ do: "end" });
    await Promise.all(ended);
  }
}

interface Said {
  readonly done: number;
  readonly waits: readonly number[];
  readonly firstAt: string;
  readonly lastAt: string;
}

async function ask(child: ChildProcess): Promise<Said> {
  const answer = once(child, "message");
  child.send({ do: "tell" } satisfies Command);
  const [said] = await answer;
  return said;
}
