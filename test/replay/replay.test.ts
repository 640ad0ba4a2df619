import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type Progress, replay } from "../../src/replay/index.ts";
import { calm } from "../support/calm.ts";
import { fixtureText, message } from "../support/replay/fixtures.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "replay-"));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => vi.useRealTimers());

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const thread = "omt_1";
const incident = [message(0, "one"), message(1000, "/new", { thread }), message(1200, "two", { thread })];

/** A hundred users, three messages each, with turns of uneven length and a restart in the middle. */
function crowd(): string {
  const lines = Array.from({ length: 300 }, (_, index) =>
    message(index * 37, `text ${index}`, {
      user: `ou_${(index * 7) % 100}`,
      ...(index % 5 === 0 && { thread }),
      line: { turnMs: (index * 7919) % 4001, lanes: ["single", "dual", "nested"][index % 3] },
    }),
  );
  return fixtureText(
    { name: "crowd" },
    ...lines.slice(0, 150),
    { at: 149 * 37, restart: true },
    ...lines.slice(150),
  );
}

describe("replay", () => {
  test("plays each fixture without and with the middleware", async () => {
    const { report, faults } = await replay([
      await file("new.jsonl", fixtureText({ name: "new", turnMs: 3000 }, ...incident)),
    ]);
    expect(faults).toEqual([]);
    expect(report.fixtures).toMatchObject([
      {
        name: "new",
        events: 3,
        without: { takeovers: 1, outcomes: {} },
        with: { takeovers: 0, outcomes: { completed: 3 } },
      },
    ]);
  });

  test("registers the middleware that the config names, with its options", async () => {
    const config = await file(
      "gateway.json5",
      "{channels: {feishu: {middleware: [['feishu-dispatch-dedup', {maxQueued: 0}]]}}}",
    );
    const fixture = await file(
      "burst.jsonl",
      fixtureText({ name: "burst" }, message(0, "one"), message(1, "two")),
    );
    const { report, faults } = await replay([fixture], { config });
    expect(report.fixtures[0]?.with.outcomes).toEqual({ completed: 1, overflow: 1 });
    expect(faults).toEqual(["burst: with the middleware: 1 lost message"]);
  });

  test("is the same without and with a config that registers none", async () => {
    const config = await file("empty.json5", "{}");
    const fixture = await file("new.jsonl", fixtureText({ name: "new", turnMs: 3000 }, ...incident));
    const { report, faults } = await replay([fixture], { config });
    expect(report.fixtures[0]?.with).toEqual(report.fixtures[0]?.without);
    expect(faults).toEqual(["new: with the middleware: 1 takeover; 1 lost message"]);
  });

  test("tells what a middleware threw", async () => {
    await file("bad.mjs", "export default () => () => { throw new TypeError('no mood'); };");
    const config = await file("bad.json5", "{channels: {feishu: {middleware: ['./bad.mjs']}}}");
    const fixture = await file("hi.jsonl", fixtureText({ name: "hi" }, message(0, "one")));
    const { report, faults } = await replay([fixture], { config });
    expect(faults).toEqual([
      "hi: with the middleware: 1 lost message; the middleware threw TypeError: no mood",
    ]);
    expect(report.fixtures[0]?.with.outcomes).toEqual({ failed: 1 });
  });

  test("ends though a middleware never does", async () => {
    await file(
      "hung.mjs",
      "export default () => Object.assign(() => new Promise(() => {}), {close: () => new Promise(() => {})});",
    );
    const config = await file("hung.json5", "{channels: {feishu: {middleware: ['./hung.mjs']}}}");
    const fixture = await file("hi.jsonl", fixtureText({ name: "hi" }, message(0, "one")));
    const { faults } = await replay([fixture], { config });
    expect(faults).toEqual(["hi: with the middleware: 1 lost message"]);
  });

  test("reads all fixtures before it plays one, in the order of the paths", async () => {
    const first = await file("b.jsonl", fixtureText({ name: "first" }));
    const second = await file("a.jsonl", fixtureText({ name: "second" }));
    const { report } = await replay([first, second]);
    expect(report.fixtures.map(({ name }) => name)).toEqual(["first", "second"]);
    const broken = await file("broken.jsonl", "{}");
    await expect(replay([first, broken])).rejects.toMatchObject({ code: "ERR_INVALID_FIXTURE" });
  });

  test("gives the same report byte for byte, for a hundred users too", async () => {
    const path = await file("crowd.jsonl", crowd());
    const reports = [await replay([path]), await replay([path]), await replay([path, path])];
    const [once, again, twice] = reports.map(({ report }) => report.fixtures.map((it) => JSON.stringify(it)));
    expect(again).toEqual(once);
    expect(twice).toEqual([...(once ?? []), ...(once ?? [])]);
    expect(reports[0]?.faults).toEqual([]);
    expect(reports[0]?.report.fixtures[0]?.without.takeovers).toBeGreaterThan(20);
  });
});

describe("speed", () => {
  test.each([
    ["realtime", 3000],
    [2, 1500],
    [0.5, 6000],
  ] as const)("%s takes its time, tells how far it is, and changes nothing", async (speed, realMs) => {
    const path = await file("new.jsonl", fixtureText({ name: "new", turnMs: 3000 }, ...incident.slice(0, 2)));
    const { report } = await replay([path]);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const startedAt = performance.now();
    const told: Progress[] = [];
    let result: Awaited<ReturnType<typeof replay>> | undefined;
    const running = replay([path], { speed, onProgress: (progress) => told.push(progress) }).then((it) => {
      result = it;
    });
    while (!result) await tick();
    await running;
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(realMs);
    expect(performance.now() - startedAt).toBeLessThan(realMs * 1.1 + 200);
    expect(JSON.stringify(result.report)).toBe(JSON.stringify(report));
    const with_ = told.filter(({ run }) => run === "with");
    expect(with_[0]).toMatchObject({ fixture: "new", of: 1000 });
    expect(with_.map(({ at }) => at)).toEqual(with_.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(with_.at(-1)?.at).toBeGreaterThanOrEqual(2900);
  });

  /** Lets real work go on; time passes only when somebody waits for it, however slow the machine is. */
  async function tick() {
    await calm();
    if (vi.getTimerCount() > 0) await vi.advanceTimersToNextTimerAsync();
  }
});
