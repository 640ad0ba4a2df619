/** The bytes of a file, which may grow and shrink. */
export class Image {
  #bytes: Buffer;
  #length: number;

  constructor(content: Buffer) {
    this.#bytes = Buffer.from(content);
    this.#length = content.length;
  }

  /** A gap between the old end and the new bytes is zeros, as in a sparse file. */
  write(offset: number, data: Uint8Array): void {
    const end = offset + data.length;
    if (end > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], end * 2);
    this.#bytes.set(data, offset);
    this.#length = Math.max(this.#length, end);
  }

  truncate(length: number): void {
    this.write(length, Buffer.alloc(0));
    this.#bytes.fill(0, length);
    this.#length = length;
  }

  content(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }
}
