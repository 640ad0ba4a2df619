import { describe, expect, test } from "vitest";
import { calm } from "../../support/calm.ts";
import { stage } from "../../support/dispatch/stage.ts";

describe("maxQueued", () => {
  test("that many wait in a session; one more ends as overflow, and other sessions are not full", async () => {
    const { send, started } = stage({ maxQueued: 2 });
    const running = send("runs");
    for (const name of ["a", "b"]) send(name);
    expect(await send("c").outcome).toEqual({ status: "overflow" });
    expect(send("elsewhere", { sessionKey: "t" }).turns).toHaveLength(1);
    await running.finish();
    send("d");
    expect(started).toEqual(["runs", "elsewhere", "a"]);
    expect(await send("e").outcome).toEqual({ status: "overflow" });
  });

  test("joining needs no room, and 0 still lets a free session run", async () => {
    const { send } = stage({ maxQueued: 0 });
    const running = send("runs");
    const joins = send("joins", { ids: ["runs"] });
    expect(await send("waits").outcome).toEqual({ status: "overflow" });
    await running.finish();
    expect(joins.ending).toEqual({ status: "joined", value: "runs" });
  });

  test("64 by default", async () => {
    const { send, dedup } = stage();
    for (let n = 0; n < 66; n++) send(`m${n}`);
    await calm();
    expect(dedup.stats()).toMatchObject({ running: 1, waiting: 64, outcomes: { overflow: 1 } });
  });
});

describe("maxAgeMs", () => {
  test("a message that is older on arrival ends as expired; its age while it waits does not matter", async () => {
    const { send, clock, started } = stage({ maxAgeMs: 1000 });
    const running = send("runs", { createdAt: clock.now - 1000 });
    const waits = send("waits", { createdAt: clock.now });
    expect(await send("old", { createdAt: clock.now - 1001 }).outcome).toEqual({ status: "expired" });
    clock.tick(5000);
    await running.finish();
    expect(waits.turns).toHaveLength(1);
    expect(started).toEqual(["runs", "waits"]);
  });

  test("one that does not say when it was written is never too old, and by default none is", () => {
    expect(stage({ maxAgeMs: 1 }).send("m").turns).toHaveLength(1);
    expect(stage().send("m", { createdAt: 0 }).turns).toHaveLength(1);
  });
});
