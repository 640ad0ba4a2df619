import type { Transformer } from "node:stream/web";
import { tooLarge } from "./lines.ts";

/**
 * A `fetch` whose answers end in an error when they hold more than this at a time: all of an answer, or of a stream
 * of server-sent events each. Their reader keeps an event, and the answer that says what is wrong, in memory.
 */
export function boundedFetch(maxBytes: number): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const { body, status, statusText, headers } = response;
    if (!body) return response;
    const isStream = response.ok && /event-stream/.test(headers.get("content-type") ?? "");
    const bounded = body.pipeThrough(new TransformStream(counter(maxBytes, isStream)));
    return new Response(bounded, { status, statusText, headers });
  };
}

function counter(maxBytes: number, isStream: boolean): Transformer<Uint8Array, Uint8Array> {
  let bytes = 0;
  return {
    transform(chunk, controller) {
      const rest = isStream ? bytesAfterEvent(chunk) : undefined;
      bytes = rest ?? bytes + chunk.byteLength;
      if (bytes > maxBytes) controller.error(tooLarge(maxBytes));
      else controller.enqueue(chunk);
    },
  };
}

/** How much stands behind the last blank line, which ends an event; undefined without one. */
function bytesAfterEvent(chunk: Uint8Array): number | undefined {
  const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const ends = ["\n\n", "\n\r\n", "\r\r"].map((end) => buffer.lastIndexOf(end));
  const last = Math.max(...ends);
  return last < 0 ? undefined : buffer.length - last;
}
