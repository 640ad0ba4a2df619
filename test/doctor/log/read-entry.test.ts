import { expect, test } from "vitest";
import { Clock } from "../../../src/doctor/log/clock.ts";
import { readEntry } from "../../../src/doctor/log/read-entry.ts";

const MESSAGE = "lane task error: lane=main durationMs=1 error=x";
const AT = Date.UTC(2026, 4, 23, 3, 37, 47);
const read = (line: string) => readEntry(line, new Clock());

test.each([
  [
    "the log file",
    JSON.stringify({
      "0": '{"subsystem":"diagnostic"}',
      "1": MESSAGE,
      time: "2026-05-23T03:37:47.000+00:00",
      message: MESSAGE,
    }),
  ],
  [
    "an older log file, without a message of its own",
    JSON.stringify({
      "0": '{"subsystem":"diagnostic"}',
      "1": MESSAGE,
      time: "2026-05-23T11:37:47.000+08:00",
    }),
  ],
  [
    "the console as JSON",
    JSON.stringify({ time: "2026-05-23T11:37:47.000+08:00", level: "error", message: MESSAGE }),
  ],
  ["the compact console", `2026-05-23T11:37:47.000+08:00 [diagnostic] ${MESSAGE}`],
  [
    "a console in colours",
    `\u001b[90m2026-05-23T03:37:47.000Z\u001b[39m \u001b[36m[diagnostic]\u001b[39m ${MESSAGE}`,
  ],
  ["openclaw logs --plain", `2026-05-23T03:37:47.000Z error diagnostic ${MESSAGE}`],
  [
    "openclaw logs --json",
    JSON.stringify({ type: "log", time: "2026-05-23T03:37:47.000Z", message: MESSAGE }),
  ],
  [
    "docker compose logs -t",
    `openclaw-gateway-1  | 2026-05-23T03:37:47.000123456Z 11:37:47 [diagnostic] ${MESSAGE}`,
  ],
  [
    "Docker's file",
    JSON.stringify({
      log: `2026-05-23T03:37:47.000Z [diagnostic] ${MESSAGE}\n`,
      stream: "stderr",
      time: "x",
    }),
  ],
  [
    "Docker's file, without a time in the line",
    JSON.stringify({ log: `${MESSAGE}\n`, time: "2026-05-23T03:37:47.000000000Z" }),
  ],
])("a line of %s", (_, line) => {
  expect(read(line)).toMatchObject({
    at: AT,
    message: expect.stringMatching(/^(?:11:37:47 \[diagnostic\] )?lane task/),
  });
});

test("a time without a date is one of the first day, and of the next one past midnight", () => {
  const clock = new Clock();
  const at = (line: string) => readEntry(line, clock)?.at;
  expect(at("23:59:59 [feishu] a")).toBe(86_399_000);
  expect(at("23:59:58 [feishu] late")).toBe(86_398_000);
  expect(at("00:00:01 [feishu] b")).toBe(86_401_000);
  expect(at("May 24 00:00:02 host openclaw[1]: c")).toBe(86_402_000);
});

test("says how exact a time is", () => {
  expect(read("11:37:47 a")?.exactMs).toBe(1000);
  expect(read("11:37:47.123 a")?.exactMs).toBe(1);
});

test.each([
  ["no time", "    at Object.run (file.js:1:2)"],
  ["a time that is far behind", `${"x".repeat(200)} 11:37:47 a`],
  ["a date that is none", "2026-99-99T99:99:99Z a"],
  ["half a JSON object", '{"time":"2026-05-23T03:37:47Z","mess'],
  ["JSON that is no entry", '{"a":1}'],
  ["null", "null"],
  ["nothing", ""],
])("%s is no entry", (_, line) => {
  expect(read(line)).toBeUndefined();
});
