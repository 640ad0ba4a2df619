import type { Turn } from "./timeline.ts";

/** Puts each turn on the first track that is free when it starts, so that what ran side by side is seen side by side. */
export function sideBySide<T extends Pick<Turn, "startedAt" | "endedAt">>(turns: readonly T[]): T[][] {
  const tracks: T[][] = [];
  for (const turn of turns.toSorted((a, b) => a.startedAt - b.startedAt)) {
    const free = tracks.find((track) => (track.at(-1)?.endedAt ?? 0) <= turn.startedAt);
    if (free) free.push(turn);
    else tracks.push([turn]);
  }
  return tracks;
}
