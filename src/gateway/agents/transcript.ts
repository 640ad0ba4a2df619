import { hash } from "node:crypto";
import { appendFile, mkdir, readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const message = z.looseObject({
  turnId: z.string(),
  role: z.enum(["user", "assistant"]),
  content: z.string(),
});
const opening = z.looseObject({ turnId: z.string().nullish() });

/** One line of a conversation. */
export type Message = z.output<typeof message>;

/** A session's conversation, as it stands. */
export interface Conversation {
  readonly file: string;
  readonly messages: readonly Message[];
  /** The turn that began it; null for the first one. */
  readonly begunBy: string | null;
}

/**
 * Where the sessions' transcripts are kept: a folder for each session, in it one JSON Lines file for each
 * conversation, numbered. The first line says which session it is; then every turn adds its two lines at once, so
 * that a turn is in the file whole or not at all.
 */
export class Transcripts {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The session's current conversation; an empty one when there is none yet. */
  async open(sessionKey: string): Promise<Conversation> {
    const files = await this.#files(sessionKey);
    const last = files.at(-1);
    return last ? read(last) : this.begin(sessionKey, null);
  }

  /** Begins another conversation; the one before stays where it is. */
  async begin(sessionKey: string, turnId: string | null): Promise<Conversation> {
    const folder = this.#folderOf(sessionKey);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const number = String((await this.#files(sessionKey)).length + 1).padStart(6, "0");
    const file = join(folder, `${number}.jsonl`);
    await writeFile(file, `${JSON.stringify({ sessionKey, turnId })}\n`, { flag: "wx", mode: 0o600 });
    return { file, messages: [], begunBy: turnId };
  }

  /** Adds a turn's question and answer. */
  async add(file: string, messages: readonly Message[]): Promise<void> {
    await appendFile(file, messages.map((it) => `${JSON.stringify(it)}\n`).join(""));
  }

  async #files(sessionKey: string): Promise<string[]> {
    const folder = this.#folderOf(sessionKey);
    const names = await readdir(folder).catch(() => []);
    return names
      .filter((name) => /^\d+\.jsonl$/.test(name))
      .map((name) => join(folder, name))
      .sort();
  }

  /** A session key is no file name: it has colons, and may come with anything in it. */
  #folderOf(sessionKey: string): string {
    return join(this.#folder, hash("sha256", sessionKey).slice(0, 32));
  }
}

async function read(file: string): Promise<Conversation> {
  const text = await wholeLines(file);
  const [first = "{}", ...rest] = text.split("\n").filter((line) => line !== "");
  const messages = rest.map((line) => message.parse(JSON.parse(line)));
  return { file, messages, begunBy: opening.parse(JSON.parse(first)).turnId ?? null };
}

/** A crash may have left half a line at the end; it is cut off, or the next one would be glued to it. */
async function wholeLines(file: string): Promise<string> {
  const bytes = await readFile(file);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) await truncate(file, end);
  return bytes.subarray(0, end).toString("utf8");
}
