import { expect, test } from "vitest";
import { type Reply, ReplyError, SendingTime } from "../../../src/feishu/channel.ts";
import type { Agent } from "../../../src/gateway/index.ts";
import type { Send } from "../../../src/gateway/turns/answer/send.ts";
import { TurnAnswer } from "../../../src/gateway/turns/answer.ts";
import { jobOf } from "../../support/gateway/jobs.ts";

const { signal } = new AbortController();
const textIn = (reply: Reply) => ("text" in reply ? reply.text : JSON.stringify(reply));

/** An answer of these texts, whose sending fails where it is told to, and whose agent may break off at first. */
function setUp(texts: string[], failing: number[] = [], breaksOffAfter = 0) {
  const asked: number[] = [];
  const sent: Array<[text: string, name: string]> = [];
  const agent: Agent = {
    async *run({ attempt }) {
      asked.push(attempt);
      if (breaksOffAfter === 0 || attempt > 1) return yield* texts;
      yield* texts.slice(0, breaksOffAfter);
      throw new Error("broke off");
    },
  };
  let sends = 0;
  const send: Send = async (_job, _target, reply, { name }) => {
    sends += 1;
    if (failing.includes(sends)) throw new ReplyError({ status: 503 });
    sent.push([textIn(reply), name]);
  };
  const job = jobOf("hello");
  return { answer: new TurnAnswer(job, agent, send), name: job.name, asked, sent };
}

test("what is said twice has two names, and what nobody could see is not sent", async () => {
  const { answer, name, sent } = setUp(["one", "", " \n", "two", "one", "\u200b\u3164"]);
  await answer.attempt(1, signal);
  expect(sent).toEqual([
    ["one", name],
    ["two", name],
    ["one", `${name}#1`],
  ]);
});

test("an agent that has finished is not asked again because its texts could not be sent", async () => {
  const { answer, asked, sent } = setUp(["one", "two", "three"], [2]);
  await expect(answer.attempt(1, signal)).rejects.toBeInstanceOf(ReplyError);
  expect(sent.map(([text]) => text)).toEqual(["one"]);
  await answer.attempt(2, signal);
  expect(sent.map(([text]) => text)).toEqual(["one", "two", "three"]);
  expect(asked).toEqual([1]);
});

test("an agent that has not finished is asked again, and the names make its texts one", async () => {
  const { answer, asked, sent } = setUp(["one", "two"], [], 1);
  await expect(answer.attempt(1, signal)).rejects.toThrow("broke off");
  await answer.attempt(2, signal);
  expect(asked).toEqual([1, 2]);
  expect(sent.map(([text]) => text)).toEqual(["one", "one", "two"]);
  expect(sent[1]).toEqual(sent[0]);
});

test("the agent has finished when it has said everything, whatever is still to be sent", async () => {
  const { promise: behind, resolve } = Promise.withResolvers<void>();
  const sent: string[] = [];
  const send: Send = async (_job, _target, reply) => void sent.push(textIn(reply));
  const agent: Agent = {
    async *run() {
      yield* ["one", "two"];
    },
  };
  const answer = new TurnAnswer(jobOf("hello"), agent, send, { behind });
  const attempt = answer.attempt(1, signal);
  await answer.finished;
  expect(sent).toEqual([]);
  resolve();
  await attempt;
  expect(sent).toEqual(["one", "two"]);
});

test("sending has one time for all texts and attempts", async () => {
  const times = new Set();
  const send: Send = async (_job, _target, _text, { time }) => {
    times.add(time);
    if (times.size === 1 && sends++ === 1) throw new ReplyError({ status: 503 });
  };
  let sends = 0;
  const agent: Agent = {
    async *run() {
      yield* ["one", "two"];
    },
  };
  const answer = new TurnAnswer(jobOf("hello"), agent, send);
  await expect(answer.attempt(1, signal)).rejects.toBeInstanceOf(ReplyError);
  await answer.attempt(2, signal);
  expect([...times]).toEqual([expect.any(SendingTime)]);
});
