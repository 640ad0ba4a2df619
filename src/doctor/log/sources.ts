import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { UsageError } from "../../errors.ts";
import { reasonOf } from "../../explain.ts";
import { linesOf } from "./lines.ts";

/** One log, from its beginning to its end. */
export interface LogSource {
  readonly name: string;
  /** In bytes, as it lies there; 0 where that is not known. */
  readonly size: number;
  readonly chunks: AsyncIterable<Buffer>;
}

const GZIP = Buffer.from([0x1f, 0x8b]);

/**
 * Opens a log file, or what is piped in for `-`. Neither is read before its lines are asked for.
 *
 * @throws UsageError `ERR_LOG_UNREADABLE` when there is no such file
 */
export async function openLog(path: string): Promise<LogSource> {
  if (path === "-") return { name: "stdin", size: 0, chunks: process.stdin };
  try {
    return { name: path, size: await sizeOf(path), chunks: bytesOf(path) };
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  yield* createReadStream(path);
}

async function sizeOf(path: string): Promise<number> {
  const file = await open(path);
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) throw new Error("it is a folder");
    return stat.size;
  } finally {
    await file.close();
  }
}

/**
 * The lines of a log, unpacked if it is gzipped.
 *
 * @param onRead told how many more bytes of it have been read, as they lie there
 * @throws UsageError `ERR_LOG_UNREADABLE` when it cannot be read to its end; what was read has been given
 */
export async function* linesIn(source: LogSource, onRead: (bytes: number) => void): AsyncGenerator<string[]> {
  try {
    yield* linesOf(unpacked(source, onRead));
  } catch (cause) {
    throw unreadable(source.name, cause);
  }
}

async function* unpacked({ chunks }: LogSource, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  const counted = counting(chunks, onRead);
  const first = await counted.next();
  if (first.done) return;
  const all = startingWith(first.value, counted);
  if (first.value.subarray(0, GZIP.length).equals(GZIP)) {
    // Errors come by the stream that is read.
    yield* pipeline(all, createGunzip(), () => {}) as AsyncIterable<Buffer>;
  } else yield* all;
}

async function* counting(chunks: AsyncIterable<Buffer>, onRead: (bytes: number) => void) {
  for await (const chunk of chunks) {
    onRead(chunk.length);
    yield chunk;
  }
}

async function* startingWith(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

function unreadable(name: string, cause: unknown): UsageError {
  return new UsageError("ERR_LOG_UNREADABLE", `${name}: cannot read the log (${reasonOf(cause)})`, { cause });
}
