import { AsyncLocalStorage } from "node:async_hooks";
import { expect, test } from "vitest";
import { calm } from "../../support/calm.ts";
import { type Actor, stage } from "../../support/dispatch/stage.ts";

const trace = new AsyncLocalStorage<string>();

/** Sends with a trace id of its own, and notes which trace its handler sees, also after an await. */
function traced() {
  const scene = stage();
  const seen: Record<string, Array<string | undefined>> = {};
  const send = (name: string, more = {}): Actor =>
    trace.run(`trace of ${name}`, () =>
      scene.send(name, {
        does: async () => {
          const before = trace.getStore();
          await calm();
          seen[name] = [before, trace.getStore()];
          return name;
        },
        ...more,
      }),
    );
  return { ...scene, plain: scene.send, send, seen };
}

const twice = (name: string) => [`trace of ${name}`, `trace of ${name}`];

test("a turn that starts at once runs in the async context of its dispatch", async () => {
  const { send, seen } = traced();
  await send("m").outcome;
  expect(seen.m).toEqual(twice("m"));
});

test("so does one that waited, though the end of another turn started it", async () => {
  const { send, seen } = traced();
  send("first");
  send("second");
  await send("third").outcome;
  expect(seen).toEqual({ first: twice("first"), second: twice("second"), third: twice("third") });
});

test("so does one that waited for its reorder window", async () => {
  const { send, pass } = stage({ reorderWindowMs: 100 });
  let seen: string | undefined;
  const does = () => {
    seen = trace.getStore();
    return "done";
  };
  trace.run("mine", () => send("m", { createdAt: 0, does }));
  await trace.run("another", () => pass(100));
  expect(seen).toBe("mine");
});

test("so does one that leads because the first leader left", async () => {
  const { send, plain, seen } = traced();
  const gone = new AbortController();
  const busy = plain("busy");
  send("leader", { ids: ["m"], signal: gone.signal });
  const heir = send("heir", { ids: ["m"] });
  trace.run("the one who left", () => gone.abort());
  await busy.finish();
  await heir.outcome;
  expect(seen).toEqual({ heir: twice("heir") });
});

test("a turn that waited counts as inside the turn that dispatched it, not the one that it waited for", async () => {
  const { send, started } = stage();
  const before = send("before");
  const waits = send("waits", {
    does: async () => (await send("inside", { does: () => "ran" }).outcome).status,
  });
  await before.finish();
  expect(await waits.outcome).toMatchObject({ value: "completed" });
  expect(started).toEqual(["before", "waits", "inside"]);
});

test("what the caller does after its dispatch has its own context back", async () => {
  const { plain } = traced();
  const after = await trace.run("caller", async () => {
    await plain("m", { does: () => trace.run("handler", () => "done") }).outcome;
    return trace.getStore();
  });
  expect(after).toBe("caller");
});
