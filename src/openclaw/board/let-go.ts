import type { Order, Plan } from "../../board/contract.ts";
import { UsageError } from "../../errors.ts";
import type { Hold } from "../hold/hold.ts";
import type { PluginParts } from "../hold/plugin-parts.ts";
import { releaseHold } from "../operators.ts";

/** What operators may do on the plugin's board: let the session of a turn go on without it. */
export class LetGo {
  readonly #parts: PluginParts;

  constructor(parts: PluginParts) {
    this.#parts = parts;
  }

  async plan({ action, rows }: Order): Promise<Plan> {
    const { running, gone } = this.#find(action, rows);
    return planOf(action, running, gone);
  }

  async carryOut({ action, rows }: Order): Promise<Plan> {
    const { running, gone } = this.#find(action, rows);
    for (const hold of running) releaseHold(this.#parts, hold);
    return planOf(action, running, gone);
  }

  #find(action: Order["action"], rows: readonly number[]) {
    if (action !== "release")
      throw new UsageError("ERR_BAD_REQUEST", `expected release, got ${action}: the plugin can do no more`);
    const wanted = new Set(rows);
    const holds = [...this.#parts.holds].filter(({ row, state }) => wanted.has(row) && state === "running");
    const found = new Set(holds.map(({ row }) => row));
    return { running: holds, gone: rows.filter((row) => !found.has(row)) };
  }
}

function planOf(action: Order["action"], running: readonly Hold[], gone: readonly number[]): Plan {
  const letGo = running.map(({ row }) => row);
  return { action, stop: [], letGo, drop: [], putBack: [], gone };
}
