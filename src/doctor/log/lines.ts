/** A longer line is no line of a gateway; what is beyond this, in bytes, is not kept. */
export const MAX_LINE = 64 * 1024;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Cuts a stream into its lines, as many at a time as came together. Each line is a copy: one that is kept does not
 * keep the stream in memory. A line that never ends costs no more than {@link MAX_LINE}.
 */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  let begun: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const lines: string[] = [];
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      lines.push(text(joined(begun, chunk.subarray(from, end))));
      begun = Buffer.alloc(0);
      from = end + 1;
    }
    begun = Buffer.from(joined(begun, chunk.subarray(from)));
    yield lines;
  }
  if (begun.length > 0) yield [text(begun)];
}

function joined(begun: Buffer, more: Buffer): Buffer {
  const room = more.subarray(0, MAX_LINE - begun.length);
  return begun.length === 0 ? room : Buffer.concat([begun, room]);
}

function text(line: Buffer): string {
  return line.toString("utf8", 0, line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length);
}
