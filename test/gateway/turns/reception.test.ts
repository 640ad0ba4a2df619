import { expect, test } from "vitest";
import { parseEvent } from "../../../src/feishu/index.ts";
import { createLog } from "../../../src/gateway/log.ts";
import { OpenQuestions } from "../../../src/gateway/turns/asking/open-questions.ts";
import type { Job } from "../../../src/gateway/turns/job.ts";
import { Reception } from "../../../src/gateway/turns/line/reception.ts";
import { OpenJobs } from "../../../src/gateway/turns/open-jobs.ts";
import type { Claim } from "../../../src/inbox/inbox.ts";
import { createMemoryInbox } from "../../../src/inbox/memory.ts";
import { Journal } from "../../../src/journal/journal.ts";
import { EventMaker } from "../../../src/stand-in/index.ts";
import { calm } from "../../support/calm.ts";

const say = new EventMaker();
const arrival = () => ({
  event: parseEvent(say.text({ user: "alice" }, "hello")),
  account: "default",
  transport: "websocket" as const,
  receivedAt: 0,
});

/** A reception whose inbox claims when it is told to. */
function setUp() {
  let settle = { accept: (_: Claim) => {}, fail: (_: Error) => {} };
  const claimed = new Promise<Claim>((accept, fail) => {
    settle = { accept, fail };
  });
  const inbox = Object.assign(createMemoryInbox(), { claim: () => claimed });
  const jobs: Job[] = [];
  const turns = {
    openJobs: new OpenJobs(),
    questions: new OpenQuestions(),
    answer: () => undefined,
    isClosing: false,
    run: async (job: Job) => void jobs.push(job),
    drop: async () => {},
    recall: () => {},
  };
  const { log } = createLog("silent");
  const reception = new Reception({
    inbox,
    turns,
    session: { dmScope: "main" },
    journal: new Journal(),
    log,
  });
  return { reception, jobs, settle };
}

test("an event is accepted, and its turn begins, when it is in the inbox and not before", async () => {
  const { reception, jobs, settle } = setUp();
  let isAccepted = false;
  const accepting = reception.accept(arrival()).then(() => {
    isAccepted = true;
  });
  await calm();
  expect([isAccepted, jobs.length]).toEqual([false, 0]);
  settle.accept({ id: 7, status: "accepted" });
  await accepting;
  expect(jobs.map(({ id }) => id)).toEqual([7]);
});

test("what the inbox cannot keep is not accepted, and has no turn", async () => {
  const { reception, jobs, settle } = setUp();
  const accepting = reception.accept(arrival());
  settle.fail(new Error("disk full"));
  await expect(accepting).rejects.toThrow("disk full");
  expect(jobs).toEqual([]);
});

test.each(["in-progress", "duplicate"] as const)(
  "what is %s is accepted, and has no turn of its own",
  async (status) => {
    const { reception, jobs, settle } = setUp();
    settle.accept({ id: 7, status });
    await reception.accept(arrival());
    expect(jobs).toEqual([]);
  },
);
