import type { ServerResponse } from "node:http";
import type { TextOptions } from "../../feishu/index.ts";
import { parseEvent } from "../../feishu/index.ts";
import type { InboxAdmin } from "../../inbox/inbox.ts";
import { FixtureLines } from "../record/fixture-lines.ts";
import type { FixtureSettings } from "../record/fixture-settings.ts";
import type { Tap } from "../record/tap.ts";

/** So much may wait for somebody who reads slowly, in bytes; then the copy ends, rather than miss something. */
const MOST_WAITING = 16 * 1024 * 1024;

/**
 * Copies what arrives as lines of a fixture, in which nothing is anybody's, until the other side hangs up.
 */
export function recordTo(response: ServerResponse, tap: Tap, settings: FixtureSettings): void {
  const lines = new FixtureLines(settings);
  response.writeHead(200, { "content-type": "application/jsonl; charset=utf-8" });
  response.flushHeaders();
  const end = tap.listen((arrival, reading) => {
    response.write(`${lines.line(arrival, reading)}\n`);
    if (response.writableLength > MOST_WAITING) response.destroy();
  });
  response.once("close", end);
}

/**
 * Makes a fixture of rows that wait or are dead, in order of arrival. Of what has ended, the inbox has no event.
 *
 * @param readingOf how an account reads what it is sent
 */
export async function fixtureOf(
  rows: readonly number[],
  inbox: Pick<InboxAdmin, "get">,
  {
    settings,
    readingOf,
  }: { readonly settings: FixtureSettings; readonly readingOf: (account: string) => TextOptions },
): Promise<{ readonly events: number; readonly fixture: string }> {
  const lines = new FixtureLines(settings);
  const all = [lines.header("pending")];
  for (const row of rows.toSorted((a, b) => a - b)) {
    const item = await inbox.get(row);
    if (item?.event === undefined) continue;
    const { account, transport, receivedAt } = item;
    all.push(
      lines.line({ event: parseEvent(item.event), account, transport, receivedAt }, readingOf(account)),
    );
  }
  return { events: all.length - 1, fixture: `${all.join("\n")}\n` };
}
