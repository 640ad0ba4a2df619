import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Progress } from "../../../src/gateway/progress/progress.ts";
import type { Fact } from "../../../src/journal/facts.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const about = { seq: 1, at: 0, row: 1, turnId: "t", account: "default", sessionKey: "s" } as const;
const arrived = { ...about, type: "arrived", kind: "ordinary", messageId: "om_1" } as Fact;
const started: Fact = { ...about, type: "started", attempt: 1 };
const ended: Fact = { ...about, type: "ended", outcome: "completed" };
const waiting: Fact = { ...about, type: "waiting", why: "account" };

function progress({ afterMs = 0, refuse = false } = {}) {
  const requests: string[] = [];
  const failures: unknown[] = [];
  let answers: Array<() => void> = [];
  const answered = () => new Promise<void>((resolve) => answers.push(resolve));
  const it = new Progress({
    ...{ waiting: "OneSecond", running: "Typing", afterMs },
    add: async (_, messageId, emoji) => {
      requests.push(`+${emoji} ${messageId}`);
      await answered();
      if (refuse) throw new Error("refused");
      return emoji;
    },
    remove: async (_, messageId, reactionId) => {
      requests.push(`-${reactionId} ${messageId}`);
      await answered();
    },
    onFailed: (error) => failures.push(error),
  });
  /** Everything that follows once Feishu has answered. */
  const answer = async () => {
    const given = answers;
    answers = [];
    for (const resolve of given) resolve();
    await vi.advanceTimersByTimeAsync(0);
  };
  const see = async (...facts: Fact[]) => {
    for (const fact of facts) it.see(fact);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { it, requests, failures, answer, see };
}

test("what has changed while a request was under way is put right after it, without what lies between", async () => {
  const { requests, answer, see } = progress();
  await see(arrived, waiting);
  await see(started, ended);
  expect(requests).toEqual(["+OneSecond om_1"]);
  await answer();
  expect(requests.slice(1)).toEqual(["-OneSecond om_1"]);
  await answer();
  expect(requests).toHaveLength(2);
});

test("nothing is put on what has ended before its time", async () => {
  const { requests, see } = progress({ afterMs: 1000 });
  await see(arrived, started);
  await vi.advanceTimersByTimeAsync(999);
  await see(ended);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(requests).toEqual([]);
});

test("a session that is lost has its reactions taken away", async () => {
  const { requests, answer, see } = progress();
  await see(arrived, started);
  await answer();
  await see({ seq: 2, at: 0, type: "lost", sessionKey: "another", count: 1 });
  expect(requests).toEqual(["+Typing om_1"]);
  await see({ seq: 3, at: 0, type: "lost", sessionKey: "s", count: 1 });
  expect(requests.slice(1)).toEqual(["-Typing om_1"]);
});

test("a message that cannot be reacted to is let be", async () => {
  const { requests, failures, answer, see } = progress({ refuse: true });
  await see(arrived, waiting);
  await answer();
  await see(started, ended);
  expect([requests, failures]).toEqual([["+OneSecond om_1"], [new Error("refused")]]);
});

test("no more than 20 requests are made in a second", async () => {
  const { requests, answer, see } = progress();
  for (let row = 1; row <= 100; row += 1)
    await see({ ...arrived, row, messageId: `om_${row}` } as Fact, { ...waiting, row });
  for (let n = 0; n < 30; n += 1) await answer();
  expect(requests).toHaveLength(20);
});

test("no timer is left of a message that is over, nor at the end of the gateway", async () => {
  const { it, see } = progress({ afterMs: 60_000 });
  await see(arrived, started, ended);
  expect(vi.getTimerCount()).toBe(0);
  await see({ ...arrived, row: 2 } as Fact);
  await it.close(0);
  expect(vi.getTimerCount()).toBe(0);
});

test("what ends late of a hold that was lost takes nothing away from a message that has come back", async () => {
  const { requests, answer, see } = progress();
  await see({ ...arrived, epoch: 1 } as Fact, { ...started, epoch: 1 });
  await answer();
  await see({ seq: 2, at: 0, type: "lost", sessionKey: "s", count: 1 });
  await answer();
  await see({ ...arrived, epoch: 2 } as Fact, { ...started, epoch: 2 });
  await answer();
  await see({ ...about, type: "left", epoch: 1 } as Fact);
  expect(requests).toEqual(["+Typing om_1", "-Typing om_1", "+Typing om_1"]);
});
