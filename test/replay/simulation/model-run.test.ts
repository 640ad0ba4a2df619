import { describe, expect, test } from "vitest";
import { Transcripts } from "../../../src/replay/simulation/fenced-transcripts.ts";
import { runModel } from "../../../src/replay/simulation/model-run.ts";
import { VirtualClock } from "../../../src/replay/time/virtual-clock.ts";
import { calm } from "../../support/calm.ts";

/** A run of 1000 ms, with something happening in the middle. */
async function runOf({ throws = false }, meanwhile = (_: Transcripts, __: AbortController) => {}) {
  const world = { clock: new VirtualClock(0), transcripts: new Transcripts() };
  const controller = new AbortController();
  const running = runModel({ sessionKey: "s", turnMs: 1000, throws }, world, controller.signal);
  await calm();
  world.clock.setTimeout(() => meanwhile(world.transcripts, controller), 500);
  while (world.clock.nextDue !== undefined) await world.clock.step();
  return { status: await running, entries: world.transcripts.fence("s").length, now: world.clock.now() };
}

describe("runModel", () => {
  test("writes what the user said, streams, and writes the answer", async () => {
    expect(await runOf({})).toEqual({ status: "ok", entries: 2, now: 1000 });
  });

  test("writes no answer into a transcript that somebody else has written", async () => {
    const run = await runOf({}, (transcripts) => transcripts.append("s", "user"));
    expect(run).toEqual({ status: "takeover", entries: 2, now: 1000 });
  });

  test("does not mind entries of the assistant", async () => {
    const run = await runOf({}, (transcripts) => transcripts.append("s", "assistant"));
    expect(run).toEqual({ status: "ok", entries: 3, now: 1000 });
  });

  test("writes no answer when the model fails", async () => {
    expect(await runOf({ throws: true })).toEqual({ status: "failed", entries: 1, now: 1000 });
  });

  test("stops streaming when told to", async () => {
    const run = await runOf({}, (_, controller) => controller.abort());
    expect(run).toEqual({ status: "cut-off", entries: 1, now: 500 });
  });

  test("takes the lock again before it writes", async () => {
    let free = () => {};
    const holding = new Promise<void>((resolve) => {
      free = resolve;
    });
    const world = { clock: new VirtualClock(0), transcripts: new Transcripts() };
    const running = runModel(
      { sessionKey: "s", turnMs: 10, throws: false },
      world,
      new AbortController().signal,
    );
    await calm();
    const writing = world.transcripts.locked("s", () => holding.then(() => world.transcripts.archive("s")));
    while (world.clock.nextDue !== undefined) await world.clock.step();
    free();
    await writing;
    expect(await running).toBe("takeover");
  });
});
