import { median, slopeOf } from "../../support/slope.ts";
import type { Stretch } from "./spend.ts";
import type { Watch } from "./watch.ts";

/** What must not grow. */
export type Measure = "heap" | "rss" | "handles" | "descriptors" | "inbox" | "wal";

/** How something went in the second half of a soak. */
export interface Growth {
  readonly gateway: string;
  readonly measure: Measure;
  /** In the middle. */
  readonly level: number;
  /** What it grew by from the beginning to the end, by its fitted slope. */
  readonly grown: number;
  /** The same, between which bounds that is sure to 95 %. */
  readonly least: number;
  readonly most: number;
  /** More than this would be a leak. */
  readonly limit: number;
}

/** It has grown too much, beyond doubt. */
export function leaks({ least, limit }: Growth): boolean {
  return least > limit;
}

interface Series {
  readonly measure: Measure;
  readonly points: readonly (readonly [at: number, value: number])[];
}

/**
 * Of bytes: what a turn may leave behind. Its three identities, kept in a `Map` for ever, take as much; a process that has
 * run for minutes still grows by less, by what V8 notes of code that runs more and more often.
 */
const BYTES_PER_TURN = 512;
/** Of what there is more of while more is done: of its level. */
const PART = 0.25;
/** Of what the system gives in large pieces, and takes back late. */
const PART_OF_RSS = 0.1;
/** What a write-ahead log may become: three of PostgreSQL's segments, and half as much again as SQLite cuts its own to. */
const MOST_WAL = 48 * 2 ** 20;

const limits: Record<Measure, (level: number, turns: number) => number> = {
  heap: (_, turns) => BYTES_PER_TURN * turns,
  rss: (level) => PART_OF_RSS * level,
  handles: (level) => PART * level,
  descriptors: (level) => PART * level,
  // An event that is not forgotten takes twice as much; tables that are tidied up now and then are larger or smaller.
  inbox: (level, turns) => Math.max(BYTES_PER_TURN * turns, PART * level),
  wal: (level) => Math.max(0, MOST_WAL - level),
};

/** How everything of a gateway went in a stretch of time. @param turns how many turns it ran then */
export function growthOf(watch: Watch, { from, to }: Stretch, turns: number): Growth[] {
  return seriesOf(watch).flatMap(({ measure, points }): Growth[] => {
    const within = points.filter(([at]) => at >= from && at < to);
    if (within.length === 0) return [];
    const { slope, least, most } = slopeOf(within);
    const level = median(within.map(([, value]) => value));
    const over = to - from;
    const limit = limits[measure](level, turns);
    return [
      {
        gateway: watch.name,
        measure,
        level,
        grown: slope * over,
        least: least * over,
        most: most * over,
        limit,
      },
    ];
  });
}

function seriesOf({ vitals, sizes }: Watch): Series[] {
  // What was told by an earlier process is of another heap.
  const last = vitals.filter(({ pid }) => pid === vitals.at(-1)?.pid);
  const of = <Row extends { at: number }, Key extends keyof Row & Measure>(
    rows: readonly Row[],
    measure: Key,
  ): Series => ({
    measure,
    points: rows.flatMap((row) =>
      row[measure] === undefined ? [] : [[row.at, Number(row[measure])] as const],
    ),
  });
  return [
    ...(["heap", "rss", "handles", "descriptors"] as const).map((measure) => of(last, measure)),
    ...(["inbox", "wal"] as const).map((measure) => of(sizes, measure)),
  ];
}
