import { expect, test } from "vitest";
import { createDispatchDedup } from "../../../src/index.ts";
import { calm } from "../../support/calm.ts";

const dispatch = (id: string, sessionKey = "s") => ({ ids: [id, `${id}#2`], sessionKey });

test("what was settled elsewhere is a duplicate, and so is what its identities link to that", async () => {
  const dedup = createDispatchDedup();
  dedup.settle("message:a");
  const ran: string[] = [];
  const run = (id: string) => dedup(dispatch(id), () => void ran.push(id));
  expect(await run("message:a")).toEqual({ status: "duplicate" });
  expect(await dedup({ ids: ["message:a#2"], sessionKey: "s" }, () => void ran.push("again"))).toEqual({
    status: "duplicate",
  });
  expect((await run("message:b")).status).toBe("completed");
  expect(ran).toEqual(["message:b"]);
});

test("what waits with it gets no turn, and what runs goes on", async () => {
  const dedup = createDispatchDedup();
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  const running = dedup(dispatch("one"), () => finished);
  const waiting = dedup(dispatch("two"), () => {});
  await calm();
  for (const id of ["one", "two"]) dedup.settle(id);
  expect(await waiting).toEqual({ status: "duplicate" });
  finish();
  expect((await running).status).toBe("completed");
  expect(dedup.stats()).toMatchObject({ running: 0, waiting: 0, sessions: 0 });
});

test("it is forgotten as finished work is", async () => {
  let now = 0;
  const dedup = createDispatchDedup({ settledTtlMs: 1000, now: () => now });
  dedup.settle("one");
  now = 1001;
  expect((await dedup(dispatch("one"), () => {})).status).toBe("completed");
});

test.each([
  ["an empty id", ""],
  ["no text", 7 as unknown as string],
])("%s is refused", (_, id) => {
  expect(() => createDispatchDedup().settle(id)).toThrow(
    expect.objectContaining({ code: "ERR_INVALID_DISPATCH" }),
  );
});
