import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import type { CommandPolicy } from "../../dispatch/command-policy.ts";
import { UsageError } from "../../errors.ts";
import { reasonOf } from "../../explain.ts";
import type { Arrival } from "../../feishu/channel.ts";
import { Disguise } from "./disguise.ts";

/** A fixture that grows by what arrives. */
export class FixtureFile {
  /** How many events are in it. */
  events = 0;
  readonly #file: FileHandle;
  readonly #disguise: Disguise;
  #startedAt: number | undefined;
  #lastAt = 0;
  #written: Promise<void> = Promise.resolve();

  constructor(file: FileHandle, disguise: Disguise) {
    this.#file = file;
    this.#disguise = disguise;
  }

  /** Resolves when the event is in the file, behind those that came before it. */
  add(arrival: Arrival): Promise<void> {
    const line = JSON.stringify(this.#lineOf(arrival));
    const written = this.#written.then(() => this.#file.appendFile(`${line}\n`));
    this.#written = written.catch(() => {});
    this.events += 1;
    return written;
  }

  async close(): Promise<void> {
    await this.#written;
    await this.#file.close();
  }

  #lineOf({ event, account, transport, receivedAt }: Arrival): object {
    this.#startedAt ??= receivedAt;
    // The clock may be set back; a fixture's may not.
    this.#lastAt = Math.max(this.#lastAt, receivedAt - this.#startedAt);
    return { at: this.#lastAt, event: this.#disguise.event(event), account, transport };
  }
}

/** What a fixture takes over from the config. */
export interface FixtureSettings {
  readonly dmScope: string | undefined;
  /** The middleware's command words: they stay as they are. */
  readonly commands: CommandPolicy;
}

/**
 * Begins a fixture.
 *
 * @throws UsageError `ERR_OUTPUT_UNWRITABLE`, also when the file is there already: nothing is overwritten
 */
export async function createFixture(path: string, settings: FixtureSettings): Promise<FixtureFile> {
  const file = await open(path, "ax", 0o600).catch((cause: unknown) => {
    const message = `${path}: cannot create the fixture (${reasonOf(cause)})`;
    throw new UsageError("ERR_OUTPUT_UNWRITABLE", message, { cause });
  });
  const { dmScope, commands } = settings;
  const header = {
    fixture: 1,
    name: basename(path, ".jsonl"),
    about: "What a bot received.",
    source: "Recorded from a live connection; ids, names and texts are invented.",
    ...(dmScope === undefined ? {} : { dmScope }),
  };
  await file.appendFile(`${JSON.stringify(header)}\n`);
  return new FixtureFile(file, new Disguise(commands));
}
