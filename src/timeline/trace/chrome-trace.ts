import { visible } from "../../text/visible.ts";
import { markMeanings } from "../marks.ts";
import type { Chart, Mark, Panel, Timeline, Turn } from "../timeline.ts";
import { sideBySide } from "../tracks.ts";

/** One event of the format; times in µs. `X` lasts, `i` is a moment, `b` and `e` are the ends of what may overlap. */
interface TraceEvent {
  readonly ph: "X" | "i" | "b" | "e" | "M";
  readonly name: string;
  readonly pid: number;
  readonly tid?: number;
  readonly ts?: number;
  readonly [other: string]: unknown;
}

/**
 * A timeline in the trace event format of Chrome, as JSON, which Perfetto (ui.perfetto.dev) and chrome://tracing open.
 * A panel of a chart is a process, a session a thread, or several where turns ran side by side.
 */
export function traceOf({ charts }: Timeline): string {
  const panels = charts.flatMap((chart) => chart.panels.map((panel) => ({ chart, panel })));
  const traceEvents = panels.flatMap(({ chart, panel }, index) => eventsOf(chart, panel, index + 1));
  const shown = (_: string, value: unknown) =>
    typeof value === "string" ? visible(value.toWellFormed()) : value;
  return `${JSON.stringify({ displayTimeUnit: "ms", traceEvents }, shown)}\n`;
}

function eventsOf({ name }: Chart, { name: run, turns, marks }: Panel, pid: number): TraceEvent[] {
  const events: TraceEvent[] = [
    { ph: "M", name: "process_name", pid, args: { name: `${name} (${run})` } },
    { ph: "M", name: "process_sort_index", pid, args: { sort_index: pid } },
  ];
  const turnsOf = Map.groupBy(turns, ({ session }) => session);
  const marksOf = Map.groupBy(marks, ({ session = "all sessions" }) => session);
  let tid = 0;
  for (const session of new Set([...marksOf.keys(), ...turnsOf.keys()])) {
    const tracks = sideBySide(turnsOf.get(session) ?? []);
    const first = tid + 1;
    for (const track of tracks.length > 0 ? tracks : [[]]) {
      tid += 1;
      events.push({ ph: "M", name: "thread_name", pid, tid, args: { name: session } });
      events.push(...track.flatMap((turn) => turnEvents(turn, pid, tid)));
    }
    events.push(...(marksOf.get(session) ?? []).map((mark) => markEvent(mark, pid, first)));
  }
  return events;
}

/** The turn, and before it its wait, which others may overlap. */
function turnEvents(turn: Turn, pid: number, tid: number): TraceEvent[] {
  const { id, text, session, lane, kind, status, arrivedAt, startedAt, endedAt } = turn;
  const args = { message: id, session, lane, kind, status, text };
  const [ts, dur] = [startedAt * 1000, (endedAt - startedAt) * 1000];
  const bar: TraceEvent = {
    ph: "X",
    cat: `turn,${kind},${status}`,
    name: text || id,
    pid,
    tid,
    ts,
    dur,
    args,
  };
  if (startedAt === arrivedAt) return [bar];
  const wait = { cat: "wait", name: "waits", id: `${pid} ${id} ${lane} ${startedAt}`, pid, tid } as const;
  return [{ ...wait, ph: "b", ts: arrivedAt * 1000, args }, { ...wait, ph: "e", ts }, bar];
}

function markEvent({ kind, at, id, ...rest }: Mark, pid: number, tid: number): TraceEvent {
  const { label } = markMeanings[kind];
  // The scope: of its thread, or of the whole process.
  const s = rest.session === undefined ? "p" : "t";
  return {
    ph: "i",
    cat: `mark,${kind}`,
    name: label,
    pid,
    tid,
    ts: at * 1000,
    s,
    args: { message: id, ...rest },
  };
}
