import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseEvent } from "../../../src/feishu/index.ts";
import { createFixture } from "../../../src/gateway/record/fixture-file.ts";
import { deliveriesIn } from "../../../src/replay/fixture/fixture.ts";
import { parseFixture } from "../../../src/replay/fixture/read-fixture.ts";
import { EventMaker } from "../../../src/stand-in/index.ts";

const say = new EventMaker();
const alice = { user: "alice" };
const reading = { cardCommand: "command", menuCommands: { stop_key: "/stop" } };

test("what presses say is in a recording, too, though their keys and values are not", async () => {
  const folder = await mkdtemp(join(tmpdir(), "record-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "out.jsonl");
  const file = await createFixture(path, { dmScope: "main", commands: {} });
  const presses = [
    say.cardAction(alice, "om_card", { command: "/approve secret" }),
    say.menu(alice, "stop_key"),
    say.menu(alice, "other_key"),
  ];
  for (const press of presses) {
    const arrival = { event: parseEvent(press), account: "default", transport: "websocket", receivedAt: 0 };
    await file.add({ ...arrival, transport: "websocket" }, reading);
  }
  await file.close();
  const content = await readFile(path, "utf8");
  expect(content).not.toMatch(/secret|stop_key|other_key/);
  const steps = deliveriesIn(parseFixture(content, "out.jsonl"));
  expect(steps.map(({ dispatch }) => dispatch.text)).toEqual(["/approve text-1", "/stop", undefined]);
});
