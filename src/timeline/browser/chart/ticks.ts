import type { TimeScale } from "./time-scale.ts";
import type { View } from "./view.ts";

/** A time on the axis. */
export interface Tick {
  readonly x: number;
  readonly label: string;
}

/** Time that is not drawn as long as it was. */
export interface Break {
  readonly from: number;
  readonly to: number;
  /** How long it was, in ms. */
  readonly ms: number;
  /** When it ended. */
  readonly until: number;
}

// Closer together, in pixels, the labels would be printed over each other.
const APART = 76;
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const steps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12, 24].map((count) => count * hour),
];

/** Round times, no closer than their labels allow; beside each gap those of the stretch behind it. */
export function ticksOf(scale: TimeScale, view: View, width: number): Tick[] {
  const perMs = width / (view.span * scale.length);
  const step = steps.find((ms) => ms * perMs >= APART) ?? longStep(APART / perMs);
  const ticks: Tick[] = [];
  let free = 0;
  for (const { from, to } of scale.busy) {
    if (view.x(scale.place(to), width) < 0) continue;
    if (view.x(scale.place(from), width) > width) break;
    // What lies before the view would be gone through for nothing.
    const unseen = Math.max(0, (view.from - scale.place(from)) * scale.length);
    for (let time = Math.ceil((from + unseen) / step) * step; time <= to; time += step) {
      const x = view.x(scale.place(time), width);
      if (x > width - APART / 2) break;
      if (x < free) continue;
      ticks.push({ x, label: tickLabel(time, step) });
      free = x + APART;
    }
  }
  return ticks;
}

function longStep(ms: number): number {
  return Math.ceil(ms / (24 * hour)) * 24 * hour;
}

/** The gaps that can be seen, and are shorter than they were. */
export function breaksOf(scale: TimeScale, view: View, width: number): Break[] {
  return scale.busy.flatMap(({ from: until }, index) => {
    const last = scale.busy[index - 1];
    if (!last) return [];
    const [from, to] = [view.x(scale.place(last.to), width), view.x(scale.place(until), width)];
    const ms = until - last.to;
    const isDrawnWhole = (to - from) * 1.01 >= (ms * width) / (view.span * scale.length);
    return isDrawnWhole || to < 0 || from > width ? [] : [{ from, to, ms, until }];
  });
}

/** 1.25 s, 2:05, 1:02:05: as exact as the step needs. */
export function tickLabel(ms: number, step: number): string {
  const decimals = step >= second ? 0 : step >= 100 ? 1 : step >= 10 ? 2 : 3;
  if (ms < minute) return `${(ms / second).toFixed(decimals)} s`;
  const seconds = ((ms % minute) / second).toFixed(decimals).padStart(decimals > 0 ? decimals + 3 : 2, "0");
  const minutes = Math.floor(ms / minute) % 60;
  if (ms < hour) return `${minutes}:${seconds}`;
  return `${Math.floor(ms / hour)}:${String(minutes).padStart(2, "0")}:${seconds}`;
}
