import { expect, test } from "vitest";
import type { Job } from "../../../src/gateway/turns/job.ts";
import { Backlog } from "../../../src/gateway/turns/line/backlog.ts";
import { calm } from "../../support/calm.ts";
import { jobOf } from "../../support/gateway/jobs.ts";

const place = { sessionKey: "s", turnId: "t", account: "default", room: 1 };

/** A backlog of one session, in which the job with row 1 runs until it is told to end. */
function setUp() {
  const jobs = new Map<number, Job>();
  const ran: number[] = [];
  const ends = new Map<number, () => void>();
  const answers = new Map<number, PromiseWithResolvers<boolean>>();
  const backlog = new Backlog({
    run: ({ id }) => {
      ran.push(id);
      return new Promise((resolve) => ends.set(id, resolve));
    },
    answer: ({ id }) => answers.get(id)?.promise,
    read: async ({ id }) => jobs.get(id),
    drop: async () => {},
    interrupt: () => {},
    onWaiting: () => {},
    onWait: () => {},
    commands: {},
  });
  const add = (id: number, text = "hello") => {
    const job = jobOf(text, id);
    jobs.set(id, job);
    backlog.add({ id, ...place }, job);
  };
  const end = async (id: number) => {
    ends.get(id)?.();
    await calm();
  };
  const asksFor = (id: number) => answers.set(id, Promise.withResolvers());
  return { backlog, jobs, ran, answers, add, end, asksFor };
}

test("what a turn has asked for is let in beside it, and is not run by itself", async () => {
  const { ran, add, end, asksFor, answers } = setUp();
  add(1);
  add(2);
  asksFor(3);
  add(3);
  answers.get(3)?.resolve(true);
  await end(1);
  await end(2);
  expect(ran).toEqual([1, 2]);
});

test("what comes too late to answer has its place in the order of arrival", async () => {
  const { ran, add, end, asksFor, answers } = setUp();
  add(1);
  add(2);
  asksFor(3);
  add(3);
  add(4);
  answers.get(3)?.resolve(false);
  await calm();
  for (const id of [1, 2, 3, 4]) await end(id);
  expect(ran).toEqual([1, 2, 3, 4]);
});

test("nothing answers behind a barrier that waits", async () => {
  const { ran, add, end, asksFor } = setUp();
  add(1);
  add(2, "/new");
  asksFor(3);
  add(3);
  for (const id of [1, 2, 3]) await end(id);
  expect(ran).toEqual([1, 2, 3]);
});

test("what an earlier run has begun beside a turn answers that again, and nothing else does", async () => {
  const { backlog, jobs, ran, end, asksFor, answers } = setUp();
  for (const id of [1, 2, 3, 4]) jobs.set(id, jobOf("hello", id));
  for (const [id, wasBegun] of [
    [1, true],
    [2, false],
    [3, true],
    [4, false],
  ] as const)
    backlog.resume({ id, ...place, kind: "ordinary", wasBegun });
  await calm();
  for (const id of [2, 3, 4]) asksFor(id);
  await backlog.answerAgain("s");
  answers.get(3)?.resolve(true);
  for (const id of [1, 2, 4]) await end(id);
  expect(ran).toEqual([1, 2, 4]);
});

test("what comes too late to answer in a session that was lost has no place there any more", async () => {
  const { backlog, ran, add, end, asksFor, answers } = setUp();
  add(1);
  asksFor(2);
  add(2);
  expect(backlog.lose("s")).toBe(0);
  answers.get(2)?.resolve(false);
  backlog.resume({ id: 2, ...place });
  for (const id of [1, 2]) await end(id);
  expect(ran).toEqual([1, 2]);
});
