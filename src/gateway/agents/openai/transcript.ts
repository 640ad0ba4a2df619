import { hash } from "node:crypto";
import { appendFile, mkdir, readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { ChannelLog } from "../../../feishu/channel.ts";

const message = z.looseObject({
  turnId: z.string(),
  role: z.enum(["user", "assistant"]),
  content: z.string(),
});
const opening = z.looseObject({ sessionKey: z.string(), turnId: z.string().nullish() });

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
  readonly #log: Pick<ChannelLog, "warn">;

  constructor(folder: string, log: Pick<ChannelLog, "warn">) {
    this.#folder = folder;
    this.#log = log;
  }

  /** The session's current conversation, without what of it is damaged; an empty one when there is none yet. */
  async open(sessionKey: string): Promise<Conversation> {
    const file = await this.#last(sessionKey);
    if (!file) return this.begin(sessionKey, null);
    const { damaged, ...conversation } = await read(file);
    if (damaged > 0) this.#log.warn({ file, damaged }, "a transcript has damaged lines, which are left out");
    return conversation;
  }

  /** The turn that began the session's current conversation, as far as its file tells. */
  async begunBy(sessionKey: string): Promise<string | null> {
    const file = await this.#last(sessionKey);
    // Another conversation can begin whatever became of this one.
    return file
      ? read(file).then(
          ({ begunBy }) => begunBy,
          () => null,
        )
      : null;
  }

  /** Begins another conversation; the one before stays where it is. */
  async begin(sessionKey: string, turnId: string | null): Promise<Conversation> {
    const folder = this.#folderOf(sessionKey);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const number = Math.max(0, ...(await this.#numbers(sessionKey))) + 1;
    const file = join(folder, nameOf(number));
    await writeFile(file, `${JSON.stringify({ sessionKey, turnId })}\n`, { flag: "wx", mode: 0o600 });
    return { file, messages: [], begunBy: turnId };
  }

  /** Adds a turn's question and answer. */
  async add(file: string, messages: readonly Message[]): Promise<void> {
    await appendFile(file, messages.map((it) => `${JSON.stringify(it)}\n`).join(""));
  }

  async #last(sessionKey: string): Promise<string | undefined> {
    const numbers = await this.#numbers(sessionKey);
    return numbers.length > 0 ? join(this.#folderOf(sessionKey), nameOf(Math.max(...numbers))) : undefined;
  }

  /** Those of the session's conversations whose files are still there. */
  async #numbers(sessionKey: string): Promise<number[]> {
    const names = await readdir(this.#folderOf(sessionKey)).catch((error: unknown) => {
      if (Object(error).code === "ENOENT") return [];
      throw error;
    });
    return names.filter((name) => /^\d{6,}\.jsonl$/.test(name)).map((name) => Number.parseInt(name, 10));
  }

  /** A session key is no file name: it has colons, and may come with anything in it. */
  #folderOf(sessionKey: string): string {
    return join(this.#folder, hash("sha256", sessionKey).slice(0, 32));
  }
}

function nameOf(number: number): string {
  return `${String(number).padStart(6, "0")}.jsonl`;
}

async function read(file: string): Promise<Conversation & { readonly damaged: number }> {
  const lines = (await wholeLines(file)).split("\n").filter((line) => line !== "");
  const values = lines.map(parse);
  const { data: first } = opening.safeParse(values[0]);
  const rest = first ? values.slice(1) : values;
  const messages = rest.flatMap((value) => message.safeParse(value).data ?? []);
  return { file, messages, begunBy: first?.turnId ?? null, damaged: rest.length - messages.length };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** A crash may have left half a line at the end; it is cut off, or the next one would be glued to it. */
async function wholeLines(file: string): Promise<string> {
  const bytes = await readFile(file);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) await truncate(file, end);
  return bytes.subarray(0, end).toString("utf8");
}
