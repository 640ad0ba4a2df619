import type { Row } from "../rows/rows.ts";

/** The parts of a row, in pixels. */
export const sizes = { label: 18, marks: 18, arrivals: 9, track: 22, room: 7 } as const;

/** Where a row lies in its panel, in pixels. */
export interface Place {
  readonly row: Row;
  readonly top: number;
  readonly height: number;
}

/** Puts rows below each other. @param labelled whether each has its name above it, and not beside it */
export function placesOf(rows: readonly Row[], labelled: boolean): Place[] {
  let top = 0;
  return rows.map((row) => {
    const height = heightOf(row) + (labelled ? sizes.label : 0);
    const place = { row, top, height };
    top += height;
    return place;
  });
}

function heightOf({ marks, arrivals, tracks }: Row): number {
  const strips = (marks.length > 0 ? sizes.marks : 0) + (arrivals.length > 0 ? sizes.arrivals : 0);
  return Math.max(sizes.track, strips + tracks.length * sizes.track) + sizes.room;
}
