import { expect, test } from "vitest";
import { TurnStopped } from "../../../src/errors.ts";
import { isRecall, messageIdentity, parseEvent } from "../../../src/feishu/index.ts";
import { createLog } from "../../../src/gateway/log.ts";
import { Recalls } from "../../../src/gateway/turns/line/recalls.ts";
import { OpenJobs } from "../../../src/gateway/turns/open-jobs.ts";
import { createMemoryInbox } from "../../../src/inbox/memory.ts";
import { Journal } from "../../../src/journal/journal.ts";
import { EventMaker } from "../../../src/stand-in/index.ts";
import { calm } from "../../support/calm.ts";
import { jobOf } from "../../support/gateway/jobs.ts";
import { entry } from "../../support/inbox/contract/bed.ts";

/** A message that runs, what hears of recalls, and its recall. */
async function setUp(mayFinish = false) {
  const inbox = createMemoryInbox();
  const openJobs = new OpenJobs();
  const turns = { isClosing: false, openJobs, recall: () => {} };
  const { log } = createLog("silent");
  const recalls = new Recalls({ inbox, turns, mayFinish, onDropped: () => {}, journal: new Journal(), log });
  const { id } = await inbox.claim(entry([messageIdentity("om_1")]));
  await inbox.start(id);
  const running = openJobs.add(jobOf("one", id));
  running.startedAt = 1;
  const event = parseEvent(new EventMaker().recall({ user: "alice" }, "om_1"));
  if (!isRecall(event)) throw new Error("a recall");
  const recall = { event, account: "default", transport: "websocket", receivedAt: 0 } as const;
  const stop = () =>
    running.controller.abort(new TurnStopped("ERR_TURN_STOPPED", "The user stopped the turn."));
  const end = async () => {
    await inbox.complete(id, "stopped");
    openJobs.remove(running);
    await calm();
  };
  return { inbox, recalls, id, recall, stop, end };
}

test.each([
  ["is stopped to the end that it had before", false],
  ["may finish, and is stopped then", true],
])("a turn that is recalled and %s leaves nothing to be put back", async (_, mayFinish) => {
  const { inbox, recalls, id, recall, stop, end } = await setUp(mayFinish);
  if (!mayFinish) stop();
  await recalls.note(recall);
  if (mayFinish) stop();
  await end();
  expect(await inbox.retry(id)).toBeUndefined();
});

test("a recall that is heard where the session is, when its turn was stopped and has ended, leaves nothing either", async () => {
  const { inbox, recalls, id, recall, end } = await setUp();
  await end();
  const { event, account } = recall;
  const passedOn = await inbox.claim(entry(["recall:om_1"], { event }));
  await recalls.resume({ id: passedOn.id, account }, event);
  expect(await inbox.retry(id)).toBeUndefined();
  expect(await inbox.get(passedOn.id)).toMatchObject({ outcome: "recalled" });
});
