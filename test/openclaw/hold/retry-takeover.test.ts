import { expect, test } from "vitest";
import { calm } from "../../support/calm.ts";
import { type Dispatched, LOOP_TURNS } from "../../support/openclaw/dispatched.ts";
import { FakeHost } from "../../support/openclaw/fake-host.ts";

const SESSION = "agent:main:s";

/** A host that notes what it is asked to run again, and answers it. */
async function retryingHost() {
  const host = new FakeHost().load({ retryTakeover: true });
  const again: string[] = [];
  host.dispatchReply = async ({ ctx, dispatcher }) => {
    again.push(ctx.MessageSid ?? "");
    dispatcher.sendFinalReply({ text: "the answer" });
  };
  const first = await host.send({ session: SESSION, id: "om_a" });
  return { host, again, first };
}

/** A run of this session: how its model call ended, and how it ended itself. */
function run(
  host: FakeHost,
  model: "completed" | "error",
  outcome: "completed" | "error",
  runId = "r1",
): void {
  host.emit({ type: "model.call.started", runId, sessionKey: SESSION });
  host.emit({ type: "run.completed", runId, sessionKey: SESSION, outcome });
  // The host tells of model calls later than of runs.
  setImmediate(() => host.emit({ type: `model.call.${model}`, runId, sessionKey: SESSION }));
}

async function finish(first: Dispatched): Promise<void> {
  await first.finish();
  await calm(LOOP_TURNS);
}

test("a turn that was taken over runs once more, before anything else in its session", async () => {
  const { host, again, first } = await retryingHost();
  const answered: Array<() => void> = [];
  host.dispatchReply = ({ ctx }) => {
    again.push(ctx.MessageSid ?? "");
    return new Promise<void>((resolve) => answered.push(resolve));
  };
  const next = await host.send({ session: SESSION });
  run(host, "completed", "error");
  await finish(first);
  expect(again).toEqual(["om_a:again"]);
  expect(next.told).toBeUndefined();
  for (const answer of answered) answer();
  await calm(LOOP_TURNS);
  expect(next.running).toBe(true);
});

test("its answer goes where the first one would have gone", async () => {
  const { host, first } = await retryingHost();
  run(host, "completed", "error");
  await finish(first);
  expect(first.sentTexts).toEqual(["the answer"]);
});

test("the second run's own dispatch passes the hook", async () => {
  const { host, first } = await retryingHost();
  host.dispatchReply = async ({ ctx, dispatcher }) => {
    const inner = await host.send({ session: SESSION, id: ctx.MessageSid ?? "" });
    dispatcher.sendFinalReply({ text: inner.running ? "it ran" : "it was held" });
  };
  run(host, "completed", "error");
  await finish(first);
  expect(first.sentTexts).toEqual(["it ran"]);
});

test("it runs at most once more", async () => {
  const { host, again, first } = await retryingHost();
  host.dispatchReply = async ({ ctx }) => {
    again.push(ctx.MessageSid ?? "");
    run(host, "completed", "error", "r2");
  };
  run(host, "completed", "error");
  await finish(first);
  expect(again).toHaveLength(1);
});

test("a second run that throws is reported, and the session goes on", async () => {
  const { host, first } = await retryingHost();
  host.dispatchReply = () => Promise.reject(new Error("no route"));
  const next = await host.send({ session: SESSION });
  run(host, "completed", "error");
  await finish(first);
  expect(host.lines("warn", "no route")).toHaveLength(1);
  expect(next.running).toBe(true);
});

test.each([
  ["the model failed", "error", "error"],
  ["the turn succeeded", "completed", "completed"],
] as const)("it does not run again when %s", async (_, model, outcome) => {
  const { host, again, first } = await retryingHost();
  run(host, model, outcome);
  await finish(first);
  expect(again).toEqual([]);
});

test("it does not run again when the model failed after a first answer, as between tool calls", async () => {
  const { host, again, first } = await retryingHost();
  host.emit({ type: "model.call.completed", runId: "r1", sessionKey: SESSION });
  run(host, "error", "error");
  await finish(first);
  expect(again).toEqual([]);
});

test("it does not run again after an abort", async () => {
  const { host, again, first } = await retryingHost();
  run(host, "completed", "error");
  first.controller.abort();
  await finish(first);
  expect(again).toEqual([]);
});

test("it does not run again because of a run before it", async () => {
  const { host, again, first } = await retryingHost();
  run(host, "completed", "error");
  await first.finish({ outcome: "skipped" });
  const second = await host.send({ session: SESSION });
  await finish(second);
  expect(again).toEqual([]);
});

test("it does not run again unless the config says so, also when it did before", async () => {
  const host = new FakeHost().load({ retryTakeover: true }).load({});
  let asked = 0;
  host.dispatchReply = async () => void asked++;
  const first = await host.send({ session: SESSION });
  run(host, "completed", "error");
  await finish(first);
  expect(asked).toBe(0);
});
