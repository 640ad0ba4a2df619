import { gunzipSync } from "node:zlib";
import type { Chart, Mark, Panel, Timeline, Turn } from "../../../src/timeline/timeline.ts";

/** A turn of a session that arrived and started at once, but for what is special about it. */
export function turn(id: string, startedAt: number, endedAt: number, special: Partial<Turn> = {}): Turn {
  const common = { session: "s", text: id, kind: "ordinary", status: "ok" } as const;
  return { id, arrivedAt: startedAt, startedAt, endedAt, ...common, ...special };
}

/** A chart with one panel of these turns and marks. */
export function chartOf(name: string, turns: readonly Turn[], marks: readonly Mark[] = []): Chart {
  const panel: Panel = { name: "run", summary: "nothing went wrong", turns, marks };
  return { name, about: `about ${name}`, panels: [panel] };
}

/** What a page draws. */
export function timelineIn(page: string): Timeline {
  const [, packed = ""] = /id="data">([^<]*)</.exec(page) ?? [];
  return JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString());
}

/** Sessions that are busy all the time: so many turns, which arrive every tenth of a second, with some of every harm. */
export function busyChart(turns: number, sessions: number): Chart {
  const free = new Map<string, number>();
  const made = Array.from({ length: turns }, (_, index) => {
    const session = `agent:main:feishu:direct:ou_${(index * 7919) % sessions}`;
    const startedAt = Math.max(index * 100, free.get(session) ?? 0);
    const endedAt = startedAt + 500 + ((index * 7) % 3000);
    free.set(session, endedAt);
    const status = index % 97 === 0 ? "takeover" : "ok";
    return turn(`om_${index}`, startedAt, endedAt, { session, status, arrivedAt: index * 100 });
  });
  const marks = made.flatMap(({ id, session, arrivedAt, endedAt, status }): Mark[] => [
    { kind: "arrival", at: arrivedAt, session, id },
    ...(status === "takeover" ? [{ kind: "takeover", at: endedAt, session, id } as const] : []),
  ]);
  return chartOf("busy", made, marks);
}
