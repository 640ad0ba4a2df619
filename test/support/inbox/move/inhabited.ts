import type { Inbox, InboxItem, InboxRow } from "../../../../src/inbox/inbox.ts";
import { entry } from "../contract/bed.ts";

/** What the rows of {@link inhabit} are known by, of the newest first where there are several. */
export const NAMES = ["done", "dead", "first", "later", "second", "elsewhere", "again", "linked", "chain"];

/** Fills an inbox with a row of every kind, and with rows of one session around others. */
export async function inhabit(inbox: Inbox): Promise<void> {
  const claim = async (name: string, sessionKey: string, event: unknown = { name }) =>
    (await inbox.claim(entry([name, `${name}:content`], { sessionKey, event }))).id;
  const done = await claim("done", "s1");
  await inbox.start(done);
  await inbox.complete(done, "cancelled");
  const dead = await claim("dead", "s1");
  await inbox.start(dead);
  await inbox.fail(dead, { error: "the agent answered 500" });
  await claim("first", "s1", { text: "漢字 \u0000 \ud83d\ude00 \\u0000", n: 1.5 });
  const later = await claim("later", "s2");
  await inbox.start(later);
  await inbox.fail(later, { error: "the agent answered 503", retryAt: Date.now() + 3_600_000 });
  await claim("second", "s1");
  await claim("elsewhere", "s3");
  const again = await claim("again", "s2");
  await inbox.start(again);
  await inbox.fail(again, { error: "no" });
  await inbox.retry(again);
  await claim("linked", "s4");
  await claim("chain", "s4");
  // One work in the end: one of the two is merged.
  await inbox.claim(entry(["linked", "chain"], { sessionKey: "s4" }));
}

/** Everything in an inbox, in order of arrival. */
export async function contents(inbox: Pick<Inbox, "list" | "get">): Promise<Array<InboxItem | undefined>> {
  const items: Array<InboxItem | undefined> = [];
  for (let after = 0; ; ) {
    const rows: InboxRow[] = await inbox.list({ after });
    for (const { id } of rows) items.push(await inbox.get(id));
    const last = rows.at(-1);
    if (!last) return items;
    after = last.id;
  }
}
