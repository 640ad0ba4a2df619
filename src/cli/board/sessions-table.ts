import Table from "cli-table3";
import type { Live, SessionRow } from "../../gateway/board/contract.ts";
import { columnWords } from "../../gateway/board/words/board-words.ts";
import { sayWhy } from "../../gateway/journal/view/say-why.ts";
import { say } from "../../phrase.ts";
import { readableDuration } from "../../readable-duration.ts";
import { visible } from "../../visible.ts";
import type { Language } from "../../words.ts";

/** As much of what is seen of a gateway as the table shows. */
export interface SessionsShown {
  readonly now: number;
  readonly sessions: Pick<Live["sessions"], "rows">;
  readonly hung: Live["hung"];
  readonly totals: Pick<Live["totals"], "sessions" | "running" | "waiting" | "waits">;
}

/** Sessions as a table, and a line about all of them. */
export function sessionsTable(live: SessionsShown, language: Language): string {
  const { now, sessions, totals } = live;
  const { session, running, waiting, oldest, why } = columnWords;
  const head = [session, running, waiting, oldest, why].map((word) => say(word, language));
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const row of sessions.rows) table.push(cellsOf(row, now, language).map(visible));
  const { sessions: all, running: run, waiting: wait, waits } = totals;
  const counts = { shown: sessions.rows.length, all, running: run, waiting: wait, hung: live.hung.length };
  const times = { p50: readableDuration(waits.p50 ?? 0), p95: readableDuration(waits.p95 ?? 0) };
  return `${table.toString()}\n${say(columnWords.summary, language, { ...counts, ...times })}\n`;
}

function cellsOf(row: SessionRow, now: number, language: Language): string[] {
  const why = row.why ? sayWhy(row.why, { language, now, gateway: row.gateway }) : "";
  const since = (at: number | undefined) => (at === undefined ? "" : readableDuration(Math.max(0, now - at)));
  const running =
    since(row.running?.startedAt) + (row.running?.hungAt ? ` ${say(columnWords.hangs, language)}` : "");
  return [row.key, running, String(row.waiting), since(row.oldestAt), why];
}
