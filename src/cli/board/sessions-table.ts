import type { Live, SessionRow } from "../../board/contract.ts";
import { columnWords } from "../../board/words/board-words.ts";
import { sayWhy } from "../../journal/view/say-why.ts";
import { readableDuration } from "../../text/readable-duration.ts";
import { fitText, LEAST_KEY, tableText } from "../../text/table.ts";
import { visible } from "../../text/visible.ts";
import { say } from "../../wording/phrase.ts";
import type { Language } from "../../wording/words.ts";

/** As much of what is seen of a gateway as the table shows. */
export interface SessionsShown {
  readonly now: number;
  readonly sessions: Pick<Live["sessions"], "rows">;
  readonly hung: Live["hung"];
  readonly totals: Pick<Live["totals"], "sessions" | "running" | "waiting" | "waits">;
}

/**
 * Sessions as a table, and a line about all of them.
 *
 * @param stream where it will be printed
 */
export function sessionsTable(
  live: SessionsShown,
  language: Language,
  stream: NodeJS.WritableStream,
): string {
  const { now, sessions, totals } = live;
  const { session, running, waiting, oldest, why } = columnWords;
  const columns = [
    { heading: say(session, language), least: LEAST_KEY },
    { heading: say(running, language) },
    { heading: say(waiting, language) },
    { heading: say(oldest, language) },
    { heading: say(why, language), least: 20 },
  ];
  const rows = sessions.rows.map((row) => cellsOf(row, now, language).map(visible));
  const { sessions: all, running: run, waiting: wait, waits } = totals;
  const counts = { shown: sessions.rows.length, all, running: run, waiting: wait, hung: live.hung.length };
  const times = { p50: readableDuration(waits.p50 ?? 0), p95: readableDuration(waits.p95 ?? 0) };
  const summary = say(columnWords.summary, language, { ...counts, ...times });
  return `${tableText(columns, rows, stream)}\n${fitText(summary, stream)}\n`;
}

function cellsOf(row: SessionRow, now: number, language: Language): string[] {
  const why = row.why ? sayWhy(row.why, { language, now, gateway: row.gateway }) : "";
  const since = (at: number | undefined) => (at === undefined ? "" : readableDuration(Math.max(0, now - at)));
  const running =
    since(row.running?.startedAt) + (row.running?.hungAt ? ` ${say(columnWords.hangs, language)}` : "");
  return [row.key, running, String(row.waiting), since(row.oldestAt), why];
}
