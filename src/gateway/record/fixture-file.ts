import { type FileHandle, open, unlink } from "node:fs/promises";
import { basename } from "node:path";
import { UsageError } from "../../errors.ts";
import { reasonOf } from "../../explain.ts";
import type { Arrival } from "../../feishu/channel.ts";
import type { TextOptions } from "../../feishu/index.ts";
import { FixtureLines } from "./fixture-lines.ts";
import type { FixtureSettings } from "./fixture-settings.ts";

/** A fixture that grows by what arrives. */
export class FixtureFile {
  /** How many events are in it. */
  events = 0;
  readonly #file: FileHandle;
  readonly #lines: FixtureLines;
  readonly #path: string;
  #written: Promise<void> = Promise.resolve();

  /** @param path for messages */
  constructor(file: FileHandle, lines: FixtureLines, path: string) {
    this.#file = file;
    this.#lines = lines;
    this.#path = path;
  }

  /**
   * Resolves when the event is in the file, behind those that came before it.
   *
   * @param reading how its account reads it, as {@link FixtureLines.line} has it
   * @throws UsageError `ERR_OUTPUT_UNWRITABLE`, e.g. when the disk is full; nothing of the event is in the file then
   */
  add(arrival: Arrival, reading?: TextOptions): Promise<void> {
    return this.write(this.#lines.line(arrival, reading));
  }

  /** The same of a line that somebody else has made. */
  write(line: string): Promise<void> {
    const written = this.#written.then(() => this.#append(line));
    this.#written = written.catch(() => {});
    return written;
  }

  async close(): Promise<void> {
    await this.#written;
    await this.#file.close();
  }

  /** A line that does not fit is cut off again, or the next one would be appended to a half one. */
  async #append(line: string): Promise<void> {
    const { size } = await this.#file.stat();
    try {
      await this.#file.appendFile(`${line}\n`);
    } catch (cause) {
      await this.#file.truncate(size);
      throw unwritable(this.#path, "write the event", cause);
    }
    this.events += 1;
  }
}

/**
 * Begins a fixture.
 *
 * @throws UsageError `ERR_OUTPUT_UNWRITABLE`, also when the file is there already: nothing is overwritten
 */
export async function createFixture(path: string, settings: FixtureSettings): Promise<FixtureFile> {
  const file = await open(path, "ax", 0o600).catch((cause: unknown) => {
    throw unwritable(path, "create the fixture", cause);
  });
  const lines = new FixtureLines(settings);
  await file.appendFile(`${lines.header(basename(path, ".jsonl"))}\n`).catch(async (cause: unknown) => {
    await file.close();
    await unlink(path);
    throw unwritable(path, "create the fixture", cause);
  });
  return new FixtureFile(file, lines, path);
}

function unwritable(path: string, doing: string, cause: unknown): UsageError {
  return new UsageError("ERR_OUTPUT_UNWRITABLE", `${path}: cannot ${doing} (${reasonOf(cause)})`, { cause });
}
