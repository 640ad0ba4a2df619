import { type FileHandle, open, unlink } from "node:fs/promises";
import { basename } from "node:path";
import type { CommandPolicy } from "../../dispatch/command-policy.ts";
import { UsageError } from "../../errors.ts";
import { reasonOf } from "../../explain.ts";
import type { Arrival } from "../../feishu/channel.ts";
import {
  type FeishuEvent,
  type GroupSessionScope,
  isMessage,
  type TextOptions,
  textOf,
} from "../../feishu/index.ts";
import { Disguise } from "./disguise.ts";

/** A fixture that grows by what arrives. */
export class FixtureFile {
  /** How many events are in it. */
  events = 0;
  readonly #file: FileHandle;
  readonly #path: string;
  readonly #disguise: Disguise;
  #startedAt: number | undefined;
  #lastAt = 0;
  #written: Promise<void> = Promise.resolve();

  /** @param path for messages */
  constructor(file: FileHandle, disguise: Disguise, path: string) {
    this.#file = file;
    this.#path = path;
    this.#disguise = disguise;
  }

  /**
   * Resolves when the event is in the file, behind those that came before it.
   *
   * @param reading how its account reads it: who the bot is, by which its mentions are told, and which presses speak
   * @throws UsageError `ERR_OUTPUT_UNWRITABLE`, e.g. when the disk is full; nothing of the event is in the file then
   */
  add(arrival: Arrival, reading: TextOptions = {}): Promise<void> {
    const { event } = arrival;
    const read = { ...this.#bot(event, reading.botOpenId), ...this.#press(event, reading) };
    const line = JSON.stringify({ ...this.#lineOf(arrival), ...read });
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

  #lineOf({ event, account, transport, receivedAt }: Arrival): object {
    this.#startedAt ??= receivedAt;
    // The clock may be set back; a fixture's may not.
    this.#lastAt = Math.max(this.#lastAt, receivedAt - this.#startedAt);
    return { at: this.#lastAt, event: this.#disguise.event(event), account, transport };
  }

  /** Only where somebody is mentioned does it matter. */
  #bot(event: FeishuEvent, botOpenId: string | undefined): object {
    const isNeeded = botOpenId !== undefined && isMessage(event) && event.event.message.mentions?.length;
    return isNeeded ? { botOpenId: this.#disguise.id(botOpenId) } : {};
  }

  /** The keys by which it speaks are disguised, and those of the config are not in the fixture. */
  #press(event: FeishuEvent, reading: TextOptions): object {
    const says = isMessage(event) ? undefined : textOf(event, reading);
    return says === undefined ? {} : { says: this.#disguise.said(says) };
  }
}

/** What a fixture takes over from the config. */
export interface FixtureSettings {
  readonly dmScope: string | undefined;
  readonly groupSessionScope?: GroupSessionScope | undefined;
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
    throw unwritable(path, "create the fixture", cause);
  });
  const { dmScope, groupSessionScope, commands } = settings;
  const header = {
    fixture: 1,
    name: basename(path, ".jsonl"),
    about: "What a bot received.",
    source: "Recorded from a live connection; ids, names, texts and numbers are invented.",
    ...(dmScope === undefined ? {} : { dmScope }),
    ...(groupSessionScope === undefined ? {} : { groupSessionScope }),
  };
  await file.appendFile(`${JSON.stringify(header)}\n`).catch(async (cause: unknown) => {
    await file.close();
    await unlink(path);
    throw unwritable(path, "create the fixture", cause);
  });
  return new FixtureFile(file, new Disguise(commands), path);
}

function unwritable(path: string, doing: string, cause: unknown): UsageError {
  return new UsageError("ERR_OUTPUT_UNWRITABLE", `${path}: cannot ${doing} (${reasonOf(cause)})`, { cause });
}
