import { PassThrough } from "node:stream";
import { WriteStream } from "node:tty";
import { stripVTControlCharacters } from "node:util";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { tableOf } from "../../../src/replay/report/table.ts";
import { reportOf } from "../../support/replay/fixtures.ts";

const file = new PassThrough();
const { getColorDepth } = WriteStream.prototype;
const terminal = Object.assign(new PassThrough(), { isTTY: true, getColorDepth });

const report = {
  ...reportOf(
    "new-in-thread",
    { takeovers: 1, duplicateReplies: 12, maxTurnsPerSession: 2, longestWaitMs: 1800 },
    { failedTurns: 1, maxTurnsPerSession: 1, longestWaitMs: 14_386 },
  ),
  events: 3,
};

beforeEach(() => {
  for (const name of ["NO_COLOR", "NODE_DISABLE_COLORS", "FORCE_COLOR", "CI"]) vi.stubEnv(name, undefined);
  vi.stubEnv("TERM", "xterm-256color");
});

describe("tableOf", () => {
  test("shows each figure without → with the middleware", () => {
    const row =
      tableOf([report], file)
        .split("\n")
        .find((line) => line.includes("new-in-thread")) ?? "";
    expect(row.split("│").map((cell) => cell.trim()).slice(1, -1)).toEqual([
      "new-in-thread", "3", "1 → 0", "0 → 1", "12 → 0", "–", "–", "2 → 1", "1.8 s → 14.4 s",
    ]); // biome-ignore format: a table
  });

  test("names the columns", () => {
    const headings = tableOf([], file).replaceAll(/[│\s]+/g, " ");
    expect(headings).toContain("fixture events taken failed answered lost out of at once, longest");
  });

  test("has no colour in a file, nor where the user wants none", () => {
    expect(tableOf([report], file)).not.toContain("\u001b");
    vi.stubEnv("NO_COLOR", "1");
    expect(tableOf([report], terminal)).not.toContain("\u001b");
  });

  test("is red where harm was done and green where none was, in a terminal", () => {
    const table = tableOf([report], terminal);
    expect(table).toContain("\u001b[31m1\u001b[39m");
    expect(table).toContain("\u001b[32m0\u001b[39m");
    expect(stripVTControlCharacters(table)).toBe(tableOf([report], file));
  });
});
