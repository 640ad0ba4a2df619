/** A moment in a log. */
export interface Moment {
  readonly at: number;
  readonly time: string;
  readonly exactMs: number;
  /** Where the time begins in the text, and what comes after it. */
  readonly index: number;
  readonly end: number;
}

const DATED = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?<fraction>[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?/;
const UNDATED =
  /(?<![\d:.])(?<h>\d\d):(?<m>\d\d):(?<s>\d\d)(?<fraction>[.,]\d{1,9})?(?:[+-]\d\d:\d\d)?(?![\d:])/;
const DAY = 24 * 3600_000;
/** Lines come late by seconds; a clock that is behind by this much has passed midnight. */
const PAST_MIDNIGHT = DAY / 2;

/** Reads the times of a log. A clock that shows no date is taken to go on over midnight. */
export class Clock {
  #day = 0;
  #last: number | undefined;

  /** The first time in a text; undefined where there is none. */
  read(text: string): Moment | undefined {
    const dated = DATED.exec(text);
    if (dated) return momentOf(dated, Date.parse(dated[0].replace(" ", "T").replace(",", ".")));
    const undated = UNDATED.exec(text);
    return undated ? momentOf(undated, this.#onItsDay(timeOfDay(undated))) : undefined;
  }

  #onItsDay(time: number): number {
    if (this.#last !== undefined && time < this.#last - PAST_MIDNIGHT) this.#day += DAY;
    this.#last = time;
    return this.#day + time;
  }
}

function momentOf({ 0: time, index, groups }: RegExpExecArray, at: number): Moment | undefined {
  if (!Number.isFinite(at)) return undefined;
  return { at, time, exactMs: groups?.fraction === undefined ? 1000 : 1, index, end: index + time.length };
}

function timeOfDay({ groups = {} }: RegExpExecArray): number {
  const { h, m, s, fraction = "0" } = groups;
  const seconds = Number(`${s}.${fraction.replace(/^[.,]/, "")}`);
  return Math.round((Number(h) * 3600 + Number(m) * 60 + seconds) * 1000);
}
