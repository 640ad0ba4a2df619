import { expect, test } from "vitest";
import type { Job } from "../../../src/gateway/turns/job.ts";
import { Trailing } from "../../../src/gateway/turns/trailing.ts";
import { calm } from "../../support/calm.ts";
import { jobOf } from "../../support/gateway/jobs.ts";

const isDone = async (promise: Promise<unknown>) => {
  let done = false;
  void promise.then(() => {
    done = true;
  });
  await calm();
  return done;
};

/** Lets a job trail. Returns what ends it. */
async function trail(trailing: Trailing, job: Job): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await trailing.run(job, async (isOver) => {
    isOver();
    await promise;
  });
  return resolve;
}

test("a job runs to its end, or until it trails", async () => {
  const trailing = new Trailing();
  const { promise, resolve } = Promise.withResolvers<void>();
  const running = trailing.run(jobOf("one", 1), () => promise);
  expect(await isDone(running)).toBe(false);
  expect(await isDone(trailing.before(jobOf("two", 2)))).toBe(true);
  resolve();
  expect(await isDone(running)).toBe(true);
});

test("what comes later waits for all that trails for its person, and for nothing that comes after it", async () => {
  const trailing = new Trailing();
  const ends = [await trail(trailing, jobOf("one", 1)), await trail(trailing, jobOf("two", 2))];
  const waiting = trailing.before(jobOf("three", 3));
  const end = await trail(trailing, jobOf("four", 4));
  ends[1]?.();
  expect(await isDone(waiting)).toBe(false);
  ends[0]?.();
  expect(await isDone(waiting)).toBe(true);
  end();
});

test("no more than eight trail: what they hold is in memory", async () => {
  const trailing = new Trailing();
  const ends = [];
  for (let id = 1; id <= 8; id++) ends.push(await trail(trailing, jobOf("one", id)));
  const room = trailing.room(jobOf("nine", 9));
  expect(await isDone(room)).toBe(false);
  ends[3]?.();
  expect(await isDone(room)).toBe(true);
});

test("what an operator has put back gets another identity, each time another one", () => {
  const trailing = new Trailing();
  const job = jobOf("one", 1);
  expect(trailing.dispatchOf(job)).toBe(job.dispatch);
  const ids = [1, 2].flatMap((id) => trailing.dispatchOf({ ...job, id, isPutBack: true }).ids);
  expect(new Set([...ids, ...job.dispatch.ids]).size).toBe(ids.length + job.dispatch.ids.length);
});
