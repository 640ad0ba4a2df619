import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { seededRandom } from "../../../src/stand-in/random.ts";
import { growthOf, leaks } from "./growth.ts";
import type { Vitals } from "./vitals/vitals.ts";
import { Watch } from "./watch.ts";

const TURNS = 720;
const half = { from: 60_000, to: 120_000, firstEntry: 0, lastEntry: 0 };
const MIB = 2 ** 20;

/** A gateway that was looked at every 2 s, as its vitals file tells; it was ended and started again after 20 s. */
async function watched(vitalsAt: (turns: number, random: () => number) => Partial<Vitals>): Promise<Watch> {
  const folder = await mkdtemp(join(tmpdir(), "soak-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "vitals.jsonl");
  const random = seededRandom(7);
  const lines = Array.from({ length: 60 }, (_, index) => {
    const at = index * 2000;
    const pid = at < 20_000 ? 1 : 2;
    const vitals = { at, pid, heap: 60 * MIB, rss: 170 * MIB, handles: 30, descriptors: 50 };
    return JSON.stringify({ ...vitals, ...vitalsAt((at / 60_000) * TURNS, random) });
  });
  // One that was killed while it wrote.
  writeFileSync(file, `{"at":1\n${lines.join("\n")}\n`);
  return new Watch({ name: "g", file, everyMs: 2000, sizesOf: () => ({ at: 0, inbox: 0, wal: 0 }) });
}

const noise = (random: () => number) => (random() - 0.5) * 0.3 * MIB;

test.each([
  [
    "what goes up and down by 0.3 MiB",
    (_: number, random: () => number) => ({ heap: 60 * MIB + noise(random) }),
    [],
  ],
  [
    "1 KB of each turn",
    (turns: number, random: () => number) => ({ heap: 60 * MIB + 1024 * turns + noise(random) }),
    ["heap"],
  ],
  ["a handle now and then", (turns: number) => ({ handles: 30 + Math.floor(turns / 30) }), ["handles"]],
  ["a file now and then", (turns: number) => ({ descriptors: 50 + Math.floor(turns / 25) }), ["descriptors"]],
  [
    "50 MiB that nobody has let go",
    (turns: number) => ({ rss: 170 * MIB + (turns / TURNS) * 50 * MIB }),
    ["rss"],
  ],
] as const)("of %s it is said whether it grows", async (_, vitalsAt, expected) => {
  const growths = growthOf(await watched(vitalsAt), half, TURNS);
  expect(growths.filter(leaks).map(({ measure }) => measure)).toEqual(expected);
  expect(growths.map(({ measure }) => measure)).toEqual(["heap", "rss", "handles", "descriptors"]);
});

test("an inbox that is never tidied grows, and one that goes up and down does not", async () => {
  const watch = await watched(() => ({}));
  const sizes = (inbox: (turns: number) => number) =>
    Array.from({ length: 60 }, (_, index) => {
      const at = index * 2000;
      return { at, inbox: inbox((at / 60_000) * TURNS), wal: 16 * MIB };
    });
  watch.sizes.push(...sizes((turns) => MIB + 800 * turns));
  expect(
    growthOf(watch, half, TURNS)
      .filter(leaks)
      .map(({ measure }) => measure),
  ).toEqual(["inbox"]);
  watch.sizes.splice(0, watch.sizes.length, ...sizes((turns) => MIB + 200_000 * Math.sin(turns)));
  expect(growthOf(watch, half, TURNS).filter(leaks)).toEqual([]);
});
