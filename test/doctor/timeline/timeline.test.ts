import { expect, test } from "vitest";
import { diagnose } from "../../../src/doctor/diagnose.ts";
import { openLog } from "../../../src/doctor/log/sources.ts";
import { reportOf } from "../../../src/doctor/report/incident-report.ts";
import { Redaction } from "../../../src/doctor/report/redaction.ts";
import { timelineOf } from "../../../src/doctor/timeline/timeline.ts";

async function drawn(name: string) {
  const { incidents } = await diagnose([await openLog(`fixtures/logs/${name}.log`)]);
  const redaction = new Redaction(false);
  const reports = incidents.map((incident) => reportOf(incident, redaction));
  return { reports, charts: timelineOf(reports, "").charts };
}

test("the report's own failures: the turn that failed, and what arrived before it", async () => {
  const { charts } = await drawn("report");
  const [, , third] = charts;
  expect(charts.map(({ panels }) => panels[0]?.turns.length)).toEqual([1, 1, 2]);
  const marks = third?.panels[0]?.marks.map(({ kind, text }) => [kind, text]);
  expect(marks).toEqual([
    ["barrier", "/new"],
    ["arrival", undefined],
  ]);
  const [failed, other] = third?.panels[0]?.turns ?? [];
  expect([failed?.status, failed && failed.endedAt - failed.startedAt]).toEqual(["failed", 14_386]);
  expect([other?.status, other?.kind, other && other.endedAt - other.startedAt]).toEqual([
    "ok",
    "barrier",
    1000,
  ]);
});

test.each(["2026.5.20-new-in-thread", "2026.9.6-new-from-control-ui"])(
  "%s: what it was because of lies within the turn",
  async (name) => {
    const { reports, charts } = await drawn(name);
    expect(charts.length).toBeGreaterThan(0);
    for (const [n, { panels }] of charts.entries()) {
      const [failed] = panels[0]?.turns ?? [];
      const because = panels[0]?.marks.filter(({ kind }) => kind === "takeover") ?? [];
      const { evidence = [], suspects = [] } = reports[n] ?? {};
      expect(because).toHaveLength(evidence.length + suspects.length);
      for (const { at } of because) expect(at).toBeLessThanOrEqual(failed?.endedAt ?? 0);
      const times = panels.flatMap(({ turns, marks }) => [
        ...turns.map((it) => it.arrivedAt),
        ...marks.map(({ at }) => at),
      ]);
      expect(Math.min(...times)).toBe(0);
    }
  },
);
