import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Diagnosis } from "../../src/doctor/diagnose.ts";
import { fixtureOf } from "../../src/doctor/fixture/fixture-of.ts";
import { reportOf } from "../../src/doctor/report/incident-report.ts";
import { printedReport } from "../../src/doctor/report/printed.ts";
import { Redaction } from "../../src/doctor/report/redaction.ts";
import { diagnosed, diagnosedBytes, logs } from "../support/doctor/diagnosed.ts";

const OBEYED = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
const EVIL = "evil\u009b2J\u007f\u202e\u2066";

/** All that is made of a diagnosis, with ids and without. */
function printed({ incidents, ...read }: Diagnosis): string {
  for (const it of incidents) fixtureOf(it, "a");
  return [true, false]
    .map((show) => {
      const redaction = new Redaction(show);
      return printedReport(
        { ...read, incidents: incidents.map((it) => reportOf(it, redaction)) },
        process.stdout,
      );
    })
    .join("");
}

const sample = readFileSync(join(logs, "2026.5.20-new-in-thread.console.log"), "utf8");
const json = readFileSync(join(logs, "2026.7.35-new-by-another-user.log"));

/** A line that begins as a gateway's does and goes on as it likes. */
const begun = fc
  .tuple(
    fc.constantFrom(
      "lane task error: lane=",
      "message processed: channel=",
      "feishu[default]: received message from ",
      "feishu[default]: dispatching to agent (session=",
      "feishu[default]: Feishu[default] DM from ",
      'lane task error: lane=main durationMs=99999999999999999999 error="',
      "reply run stale takeover: forced release sessionKey=agent:main:main reason=x phase=y ranForMs=",
    ),
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.integer({ min: 0, max: 59 }),
  )
  .map(([start, rest, second]) => `11:37:${String(second).padStart(2, "0")} [feishu] ${start}${rest}`);

test("random lines that begin as a gateway's do: no crash, nothing that a terminal obeys", async () => {
  const lines = fc.array(fc.oneof(begun, fc.constantFrom(...sample.split("\n"))), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(lines, async (all) => {
      expect(printed(await diagnosed(...all)).replaceAll("\n", "")).not.toMatch(OBEYED);
    }),
    { numRuns: 60 },
  );
});

test("random bytes, and a log in random pieces with bytes of it changed", async () => {
  const change = fc.record({ at: fc.nat(json.length - 1), to: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 500 }),
      fc.array(change),
      fc.nat(5000),
      async (bytes, changes, size) => {
        const changed = Buffer.from(json);
        for (const { at, to } of changes) changed[at] = to;
        const pieces = [changed.subarray(0, size), Buffer.from(bytes), changed.subarray(size)];
        expect(printed(await diagnosedBytes(pieces)).replaceAll("\n", "")).not.toMatch(OBEYED);
      },
    ),
    { numRuns: 30 },
  );
});

test("hostile names, ids, errors and files are shown and not obeyed", async () => {
  const said = printed(
    await diagnosed(
      `11:37:00 feishu[default]: received message from ${EVIL} in ${EVIL} (p2p)`,
      `11:37:00 feishu[default]: dispatching to agent (session=agent:${EVIL}:main)`,
      JSON.stringify({
        time: "11:37:09",
        message: `lane task error: lane=session:agent:${EVIL}:main durationMs=9000 error="${EVIL}\u001b[2J\u2028"`,
      }),
    ),
  );
  expect(said).toContain("evil");
  expect(said.replaceAll("\n", "")).not.toMatch(OBEYED);
});

test("thousands of failures are counted, and a thousand of them examined", async () => {
  const lines = Array.from(
    { length: 5000 },
    () => '11:37:47 lane task error: lane=main durationMs=9000 error="x"',
  );
  const { incidents, more } = await diagnosed(...lines);
  expect([incidents.length, incidents.length + more]).toEqual([1000, 5000]);
});
