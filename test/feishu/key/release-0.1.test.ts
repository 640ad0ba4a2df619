import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseEvent, toDispatch } from "../../../src/feishu/index.ts";
import { openSqliteInbox } from "../../../src/inbox/sqlite.ts";
import type { every } from "../../support/feishu/events.ts";
import { tempFolder } from "../../support/inbox/temp.ts";
import { cameAt, copyFile, kept } from "../../support/release-0.1/files.ts";
import { override } from "../../support/stand-in/override.ts";

const options = { account: "support", dmScope: "per-channel-peer" } as const;

test.each(kept)(
  "identities and session of a $kind have the form they had in release 0.1",
  ({ event, ...then }) => {
    // That a reaction and a card are of a DM was taken for granted then, and is looked up now.
    const inDm = override(event as typeof every.created, { chat_type: "p2p" });
    const { ids, sessionKey } = toDispatch(parseEvent(inDm), options);
    // New ones may come; those that are in people's files must stay.
    expect(ids).toEqual(expect.arrayContaining(then.ids));
    expect(ids[0]).toBe(then.ids[0]);
    expect(sessionKey).toBe(then.sessionKey);
  },
);

test.each([
  ["a clock that the test gives", cameAt + 3_600_000],
  ["the system's clock", undefined],
])("an inbox of release 0.1 recognises each event that is delivered again, by %s", async (_, time) => {
  const file = copyFile("inbox.db", join(tempFolder(), "inbox.db"));
  const inbox = await openSqliteInbox(time === undefined ? { file } : { file, now: () => time });
  onTestFinished(() => inbox.close());
  for (const { event, ids: then } of kept) {
    const { ids, sessionKey } = toDispatch(parseEvent(event), options);
    const entry = { event, ids, sessionKey, account: "support", transport: "webhook" } as const;
    // By each of the names it had then alone, too.
    for (const id of then)
      expect(await inbox.claim({ ...entry, ids: [id] })).toMatchObject({ status: "duplicate" });
    expect(await inbox.claim(entry)).toMatchObject({ status: "duplicate" });
  }
});
