import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reportOf } from "../../src/doctor/report/incident-report.ts";
import { Redaction } from "../../src/doctor/report/redaction.ts";
import { diagnosedLog, logs } from "../support/doctor/diagnosed.ts";

const nested = "one run, reported by two nested lanes; ";
const takenOver = `${nested}likely another dispatch in the same session`;
const ownError = `${nested}the turn's own error`;
const silentAbort = `${nested}silent abort by another /new`;
const unknown = `${nested}cause not in these lines`;

/** What each log is about. */
const verdicts: Readonly<Record<string, readonly string[]>> = {
  "report.log": [unknown, unknown, unknown],
  "2026.5.20-new-in-thread.log": [takenOver],
  "2026.5.20-new-in-thread.console.log": [takenOver],
  "2026.5.20-again-after-restart.log": ["duplicate answered"],
  "2026.5.20-other-writer.log": [unknown],
  "2026.7.35-new-from-control-ui.log": [takenOver],
  "2026.7.35-new-by-another-user.log": ["another dispatch in the same session"],
  "2026.7.35-model-fails.log": [ownError, ownError],
  "2026.7.35-stop.log": [],
  "2026.9.6-new-by-another-user.log": [silentAbort],
  "2026.9.6-new-by-another-user.console.log": [silentAbort],
  "2026.9.6-new-from-control-ui.log": ["likely another dispatch in the same session"],
};
const names = readdirSync(logs).filter((name) => name.endsWith(".log"));

test("there is an expectation and a row in the README for each log", () => {
  expect(names.sort()).toEqual(Object.keys(verdicts).sort());
  const readme = readFileSync(join(logs, "README.md"), "utf8");
  const rows = Array.from(readme.matchAll(/^\| `([^`]+)` /gm), ([, name]) => name);
  expect(rows.sort()).toEqual(names);
});

async function reports(name: string) {
  const { incidents } = await diagnosedLog(name);
  return incidents.map((it) => reportOf(it, new Redaction(false)));
}

test.each(names)("%s is understood", async (name) => {
  expect((await reports(name)).map(({ verdict }) => verdict)).toEqual(verdicts[name]);
});

test("the report's table is that of its reporter", async () => {
  const rows = (await reports("report.log")).map(({ time, lanes, differenceMs }) => {
    return [time, ...lanes.map(({ durationMs }) => durationMs), differenceMs];
  });
  expect(rows).toEqual([
    ["06:54:00", 14707, 14709, 2],
    ["10:32:00", 74111, 74116, 5],
    ["11:37:47", 14386, 14389, 3],
  ]);
});

test("of the report's third failure it says what arrived, and that a tool is no writer", async () => {
  const third = (await reports("report.log"))[2];
  expect(third).toMatchObject({ cause: "unknown", certainty: "none", evidence: [], suspects: [] });
  expect(third?.observations.map(({ kind }) => kind)).toEqual(["nested-lanes", "tool-registered"]);
  expect(third?.arrived).toMatchObject([
    { time: "11:36:41", command: "/new", answered: true, isOwn: false },
    { time: "11:37:33", command: undefined, isOwn: true },
  ]);
});

test.each([
  ["2026.5.20-new-in-thread.log", "a command in a thread of the same chat", 2512],
  ["2026.7.35-new-from-control-ui.log", "a message by the channel webchat", 10_591],
  ["2026.7.35-new-by-another-user.log", "/new of another user", -2739],
  ["2026.9.6-new-by-another-user.log", "/new of another user", 2597],
])("%s: it says which dispatch it was, and when", async (name, what, afterMs) => {
  const [first] = await reports(name);
  expect(first?.evidence).toMatchObject([{ what, afterMs }]);
});

test("it says which runs had ended in the session before", async () => {
  const [first] = await reports("2026.5.20-new-in-thread.log");
  expect(first?.ran.map(({ startedAt, endedAt }) => endedAt - startedAt)).toEqual([2239]);
});

test("logs say nothing of the machine and the people they are from", () => {
  for (const name of names) {
    const text = readFileSync(join(logs, name), "utf8");
    expect(text.match(/\/(?:tmp|root|work)\/|"hostname":"(?!gateway"|unknown")/g)).toBeNull();
    const ids = text.match(/\b(?:ou|on|oc|om|omt|cli)_\w+/g) ?? [];
    expect(ids.filter((id) => !/^(?:ou|oc|om|omt)_[0-9a-f]{32}$/.test(id))).toEqual([]);
  }
});
