import { readFileSync } from "node:fs";

export type FileName = "d" | "w";

/** What the inbox had promised by then. */
export interface Promised {
  readonly claimed?: string[];
  readonly completed?: number[];
}

export type Change =
  | { readonly kind: "write"; readonly file: FileName; readonly offset: number; readonly data: Uint8Array }
  | { readonly kind: "truncate"; readonly file: FileName; readonly length: number }
  | { readonly kind: "sync"; readonly file: FileName }
  | { readonly kind: "promise"; readonly promised: Promised };

/** Kind (1 byte), file (1), offset (8, little endian), length (4): as `recorder.c` writes them. */
const HEADER = 14;

export function toRecord(kind: string, file: string, offset: number, data: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER);
  header.write(kind + file, "latin1");
  header.writeBigInt64LE(BigInt(offset), 2);
  header.writeUInt32LE(data.length, 10);
  return Buffer.concat([header, data]);
}

/** Reads what the recorder and its process have written, in order. */
export function readLog(path: string): Change[] {
  const bytes = readFileSync(path);
  const changes: Change[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at + 10);
    const kind = bytes.toString("latin1", at, at + 1);
    const file = bytes.toString("latin1", at + 1, at + 2) === "w" ? "w" : "d";
    const offset = Number(bytes.readBigInt64LE(at + 2));
    const data = bytes.subarray(at + HEADER, at + HEADER + length);
    changes.push(toChange(kind, file, offset, data));
    at += HEADER + length;
  }
  return changes;
}

function toChange(kind: string, file: FileName, offset: number, data: Buffer): Change {
  if (kind === "W") return { kind: "write", file, offset, data };
  if (kind === "T") return { kind: "truncate", file, length: offset };
  if (kind === "S") return { kind: "sync", file };
  return { kind: "promise", promised: JSON.parse(data.toString()) };
}
