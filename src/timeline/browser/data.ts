import type { Timeline } from "../timeline.ts";

/** Unpacks what `page/data.ts` has packed. */
export async function dataIn(packed: string): Promise<Timeline> {
  const bytes = Uint8Array.from(atob(packed), (byte) => byte.charCodeAt(0));
  const text = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(text).json();
}
