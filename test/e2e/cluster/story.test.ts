import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { storyOf } from "./story.ts";

test("tells what everybody has seen of the session of a fault, and what was done meanwhile", () => {
  const folder = mkdtempSync(join(tmpdir(), "story-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const write = (name: string, ...lines: object[]) =>
    writeFileSync(join(folder, name), `${lines.map((line) => JSON.stringify(line)).join("\n")}\n{"half`);
  mkdirSync(join(folder, "red"));
  write(
    "feishu.jsonl",
    { at: 5, what: "asked", message: "m0", user: "u1", number: 0 },
    { at: 10_000, what: "asked", message: "m1", user: "u1", number: 1 },
    { at: 10_001, what: "asked", message: "other", user: "u2", number: 1 },
  );
  write("agents.jsonl", { at: 10_004, what: "began", turn: 3, message: "m1", session: "s1" });
  write("faults.jsonl", { at: 10_003, harm: "killed", gateway: "red", is: "done" });
  const time = performance.timeOrigin + 10_002;
  write(
    "red/log.jsonl",
    { time, sessionKey: "s1", msg: "here" },
    { time, sessionKey: "s2", msg: "not here" },
  );
  const story = storyOf(folder, [{ kind: "lost", text: "u1 1 was never answered" }]);
  expect(story.map((line) => line.replace(/ \{.*/, ""))).toEqual([
    "0 ms feishu",
    "2 ms red",
    "3 ms faults",
    "4 ms agents",
  ]);
  expect(story.join()).not.toMatch(/other|not here/);
  expect(storyOf(folder, [])).toEqual([]);
});
