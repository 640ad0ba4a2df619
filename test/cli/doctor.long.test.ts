import { spawn } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { run } from "../support/cli/run.ts";
import { logs } from "../support/doctor/diagnosed.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "doctor-"));
  return () => rm(folder, { recursive: true });
});
const report = join(logs, "report.log");
const takenOver = join(logs, "2026.5.20-new-in-thread.log");

test("prints the table, what is known of each incident, and what prevents such", async () => {
  const { stdout, stderr, code } = await run("doctor", report);
  expect([code, stderr]).toEqual([1, ""]);
  expect(stdout).toMatch(
    /│ 3 │ 11:37:47 │ agent:main:feishu:direct:ou_1 │ .* │ +14386 ms │ +14389 ms │ +3 ms │/,
  );
  expect(stdout).toContain(
    "3  11:37:47  one run, reported by two nested lanes; cause not in these lines (line 12, 13)",
  );
  expect(stdout).toMatch(/arrived: +11:36:41 {2}\/new, answered/);
  expect(stdout.match(/^cause unknown: /gm)).toHaveLength(1);
});

const place = z.string().regex(/:\d+$/);
const evidence = z.array(
  z.strictObject({ what: z.string(), time: z.string(), line: place, afterMs: z.int() }),
);
const optional = z.string().optional();
const schema = z.strictObject({
  lines: z.int(),
  understood: z.int(),
  more: z.int(),
  incidents: z.array(
    z.strictObject({
      number: z.int().min(1),
      time: z.string(),
      startedAt: z.int(),
      endedAt: z.int(),
      session: optional,
      error: z.string(),
      lanes: z.array(z.strictObject({ name: z.string(), durationMs: z.int() })),
      differenceMs: z.int().optional(),
      cause: z.string(),
      certainty: z.enum(["seen", "likely", "none"]),
      verdict: z.string(),
      prevented: z.enum(["yes", "partly", "no", "unknown"]),
      evidence,
      suspects: evidence,
      observations: z.array(z.strictObject({ kind: z.string(), says: z.string(), lines: z.array(place) })),
      arrived: z.array(
        z.strictObject({
          time: z.string(),
          at: z.int(),
          dispatchedAt: z.int().optional(),
          endedAt: z.int().optional(),
          answered: z.boolean().optional(),
          isOwn: z.boolean(),
          command: optional,
          sender: optional,
          chat: optional,
          thread: optional,
          message: optional,
          session: optional,
          channel: optional,
          line: place,
        }),
      ),
      ran: z.array(z.strictObject({ time: z.string(), startedAt: z.int(), endedAt: z.int(), line: place })),
      lines: z.array(place),
    }),
  ),
});

test("--json prints one object, ids are replaced unless --show-ids leaves them, and no text of a message is in it", async () => {
  const log = join(logs, "2026.7.35-new-by-another-user.log");
  const { stdout, code } = await run("doctor", log, "--json");
  expect(code).toBe(1);
  const { incidents } = schema.parse(JSON.parse(stdout));
  expect(incidents).toMatchObject([{ cause: "another-dispatch", certainty: "seen", prevented: "yes" }]);
  expect(stdout).not.toMatch(/[0-9a-f]{16}|text-\d/);
  const shown = await run("doctor", log, "--json", "--show-ids");
  expect(shown.stdout).toMatch(/"sender": "ou_[0-9a-f]{32}"/);
  expect(shown.stdout).not.toMatch(/text-\d/);
});

test("reads stdin, also gzipped", async () => {
  const packed = join(folder, "a.log.gz");
  await writeFile(packed, gzipSync(await readFile(report)));
  const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
  const child = spawn(process.execPath, [main, "doctor", "-"], { stdio: ["pipe", "pipe", "inherit"] });
  createReadStream(packed).pipe(child.stdin);
  expect(await text(child.stdout)).toContain("3 incidents in 14 lines");
});

test("nothing wrong is 0; what is no log, or cut off, or not there, is 2 and says so", async () => {
  const [cut, other] = [join(folder, "cut.log.gz"), join(folder, "other.log")];
  await writeFile(cut, gzipSync(Buffer.from("11:37:47 hello\n".repeat(1000))).subarray(0, 40));
  await writeFile(other, "hello\n");
  const [fine, wrong, none] = await Promise.all([
    run("doctor", join(logs, "2026.7.35-stop.log")),
    run("doctor", cut, other),
    run("doctor", join(folder, "none.log")),
  ]);
  expect(fine).toMatchObject({ code: 0, stderr: "" });
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("no line in there is known") });
  expect(wrong.stderr).toContain(`${cut}: cannot read the log`);
  const message = "none.log: cannot read the log (ENOENT)";
  expect(none).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
});

test("--fixture writes an incident that replays to the same failure, for its owner alone, and overwrites nothing", async () => {
  const file = join(folder, "incident.jsonl");
  const { code, stderr } = await run("doctor", takenOver, "--fixture", file);
  expect(code).toBe(1);
  expect(stderr).toContain(
    "replayed 1 taken over, 0 answered twice, 1 lost without the middleware, 0 taken over",
  );
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await run("doctor", takenOver, "--fixture", file)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("EEXIST"),
  });
});

test("--fixture says why there can be none", async () => {
  const { code, stderr } = await run(
    "doctor",
    report,
    "--fixture",
    join(folder, "a.jsonl"),
    "--incident",
    "3",
  );
  expect([code, stderr.trim()]).toEqual([
    1,
    expect.stringContaining("no fixture of incident 3: what changed the session is not"),
  ]);
  const none = await run("doctor", report, "--fixture", join(folder, "a.jsonl"), "--incident", "9");
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("there are 3 incidents, no 9") });
});
