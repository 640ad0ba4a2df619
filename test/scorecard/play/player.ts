import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Peer } from "../adapters/index.ts";
import { BotProcess } from "./bot-process.ts";
import type { ObservedTurn } from "./observed.ts";
import type { Database, Part } from "./part.ts";

/** Plays fixtures with one peer, one after the other. */
export class Player {
  readonly #peer: Peer;
  readonly #process = new BotProcess();

  constructor(peer: Peer) {
    this.#peer = peer;
  }

  /**
   * Plays a fixture. At each restart the bot's process is killed, in the middle of whatever it does, and another one goes on
   * with what it has left on the disk. Fixtures without one share a process if they can: they share no ids, and no clock.
   *
   * @param text the fixture's
   * @returns the turns that the peer had
   * @throws Error when the peer could not be played
   */
  async play(text: string, database: Database | undefined): Promise<ObservedTurn[]> {
    const folder = await mkdtemp(join(tmpdir(), "scorecard-"));
    const turns: ObservedTurn[] = [];
    try {
      for (let next: Pick<Part, "from" | "at"> | undefined = { from: 0, at: 0 }; next; ) {
        const played = await this.#process.play({ url: this.#peer.url, text, folder, database, ...next });
        if ("error" in played)
          throw new Error(`${this.#peer.adapter.name} could not be played: ${played.error}`);
        turns.push(...played.turns);
        next = played.next;
        if (next || this.#peer.adapter.isSticky) await this.close();
      }
      return turns;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Kills its process. */
  close(): Promise<void> {
    return this.#process.kill();
  }
}
