import { Image } from "./image.ts";
import type { Change, FileName } from "./log.ts";

/** What a disk writes as a whole, at best. */
const SECTOR = 512;

type Fate = "kept" | "lost" | "garbled";
type FileChange = Exclude<Change, { readonly kind: "promise" }>;

/** One file: what is on the disk for certain, and what has been written since without being flushed. */
class FileModel {
  readonly #flushed: Image;
  #unflushed: FileChange[] = [];

  constructor(content: Buffer) {
    this.#flushed = new Image(content);
  }

  apply(change: FileChange): void {
    if (change.kind !== "sync") return void this.#unflushed.push(change);
    for (const flushed of this.#unflushed) perform(this.#flushed, flushed, () => "kept");
    this.#unflushed = [];
  }

  /** A state the file may be in after a power cut: of what was not flushed any part, in any order. */
  cut(random: () => number): Buffer {
    const loss = random();
    const fate = () => (random() >= loss ? "kept" : random() < 0.1 ? "garbled" : "lost");
    const image = new Image(this.#flushed.content());
    for (const change of this.#unflushed) perform(image, change, fate);
    return image.content();
  }
}

/** @param fate decides about each sector, and about each truncation */
function perform(image: Image, change: FileChange, fate: () => Fate): void {
  if (change.kind === "truncate" && fate() === "kept") image.truncate(change.length);
  if (change.kind !== "write") return;
  const { offset, data } = change;
  for (let start = 0; start < data.length; ) {
    const end = Math.min(data.length, start + SECTOR - ((offset + start) % SECTOR));
    const what = fate();
    if (what === "kept") image.write(offset + start, data.subarray(start, end));
    if (what === "garbled") image.write(offset + start, Buffer.alloc(end - start, 0xdb));
    start = end;
  }
}

/** The SQLite file and its WAL on a disk that may lose power at any moment. */
export class DiskModel {
  readonly #files: Record<FileName, FileModel>;

  constructor(database: Buffer) {
    this.#files = { d: new FileModel(database), w: new FileModel(Buffer.alloc(0)) };
  }

  apply(change: FileChange): void {
    this.#files[change.file].apply(change);
  }

  cut(random: () => number): { readonly database: Buffer; readonly wal: Buffer } {
    return { database: this.#files.d.cut(random), wal: this.#files.w.cut(random) };
  }
}
