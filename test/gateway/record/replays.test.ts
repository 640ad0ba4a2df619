import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseEvent } from "../../../src/feishu/index.ts";
import { Disguise } from "../../../src/gateway/record/disguise.ts";
import { parseFixture } from "../../../src/replay/fixture/read-fixture.ts";
import { guarded, without } from "../../support/replay/fixtures.ts";

const folder = join(import.meta.dirname, "../../../fixtures");
const names = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));

/** The fixture as a recording of it would be. */
function recorded(content: string): string {
  const disguise = new Disguise();
  const lines = content
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const disguised = lines.map(({ botOpenId, ...line }) => ({
    ...line,
    ...(line.event && { event: disguise.event(parseEvent(line.event)) }),
    ...(botOpenId && { botOpenId: disguise.id(botOpenId) }),
  }));
  return disguised.map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** Which identities are the same, and which sessions, whatever they are called. */
function relations(content: string): unknown {
  const { steps } = parseFixture(content, "it.jsonl");
  const ids: string[] = [];
  const indexOf = (id: string) => (ids.includes(id) ? ids.indexOf(id) : ids.push(id) - 1);
  return steps.map((step) => {
    if ("restart" in step) return step;
    if ("recalls" in step) return { at: step.at, recalls: indexOf(step.recalls) };
    const { ids, sessionKey, createdAt } = step.dispatch;
    return { at: step.at, ids: ids.map(indexOf), session: indexOf(sessionKey), createdAt };
  });
}

test.each(names)("%s, recorded, replays as it did", async (name) => {
  const content = readFileSync(join(folder, name), "utf8");
  const copy = recorded(content);
  expect(relations(copy)).toEqual(relations(content));
  for (const play of [without, guarded]) {
    const [before, after] = [await play(parseFixture(content, name)), await play(parseFixture(copy, name))];
    const { turns, ...counts } = before;
    const { turns: turnsAfter, ...countsAfter } = after;
    expect(countsAfter).toEqual(counts);
    const told = (all: typeof turns) =>
      all.map(({ startedAt, endedAt, status }) => ({ startedAt, endedAt, status }));
    expect(told(turnsAfter)).toEqual(told(turns));
  }
});
