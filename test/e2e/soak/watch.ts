import { existsSync, readFileSync } from "node:fs";
import { pause } from "../support/chance.ts";
import type { Sizes } from "./sizes.ts";
import type { Vitals } from "./vitals/vitals.ts";

/** How a gateway is looked at. */
export interface WatchPlan {
  readonly name: string;
  /** Where its processes write how they are. */
  readonly file: string;
  readonly everyMs: number;
  /** @param inbox the file, where its inbox is one */
  readonly sizesOf: (inbox: string) => Sizes | Promise<Sizes>;
}

/** What is seen of a gateway from outside its code: of its processes and of the disk. */
export class Watch {
  readonly name: string;
  readonly sizes: Sizes[] = [];
  readonly #plan: WatchPlan;

  constructor(plan: WatchPlan) {
    this.name = plan.name;
    this.#plan = plan;
  }

  /** Looks at its inbox again and again, until it is over. */
  async run(inbox: string, over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      this.sizes.push(await this.#plan.sizesOf(inbox));
      await pause(this.#plan.everyMs, over);
    }
  }

  /** What its processes have told. One that was killed while it wrote has left half a line. */
  get vitals(): Vitals[] {
    if (!existsSync(this.#plan.file)) return [];
    const lines = readFileSync(this.#plan.file, "utf8").split("\n");
    return lines.filter((line) => line.endsWith("}")).map((line) => JSON.parse(line));
  }
}
