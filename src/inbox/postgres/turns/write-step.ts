import { KEPT_IN_SQL } from "../../rules/limits.ts";
import { clockOf, nowBy } from "../clock.ts";
import type { Database } from "../database/database.ts";
import { waitsById } from "../waits.ts";
import type { RowWrite } from "./write-turns.ts";

/** What is written most: that one turn of a session has ended, that the next one begins, or both. */
interface Step {
  readonly sessionKey: string;
  readonly epoch: number;
  readonly start: number | null;
  readonly done: number | null;
  readonly word: string | null;
}

/** @returns undefined for anything else than the start or the end of a turn, or one of each, by one known hold */
export function stepOf(rows: readonly RowWrite[]): Step | undefined {
  const [{ sessionKey, epoch } = {}] = rows;
  if (sessionKey === undefined || epoch === undefined || rows.length > 2) return undefined;
  const starts = rows.filter(({ write }) => write.kind === "start");
  const words = rows.flatMap(({ id, write }) => (write.kind === "done" ? { id, word: write.word } : []));
  const isOneOfEach = starts.length <= 1 && words.length <= 1 && starts.length + words.length === rows.length;
  if (!isOneOfEach || rows.some((row) => row.sessionKey !== sessionKey || row.epoch !== epoch))
    return undefined;
  const [{ id: start = null } = {}] = starts;
  const [{ id: done = null, word = null } = {}] = words;
  return { sessionKey, epoch, start, done, word };
}

/**
 * Does what `writeTurns()` does with so little, on the same conditions and under the same lock, at half the cost: for a
 * session whose turns are short this is what a turn costs.
 *
 * @returns as `writeTurns()`; nothing is written while another process has the session locked
 */
export async function writeStep(database: Database, step: Step): Promise<Map<number, number>> {
  const { schema: s } = database.settings;
  const written = await database.query<{ id: string; attempts: number }>({
    name: "write-step",
    text: `
      with written as (
        update ${s}.inbox i set
          attempts = i.attempts + case when i.id = $3 then 1 else 0 end,
          retry_at = null,
          ended_at = case when i.id = $4 then ${nowBy("$6")} end,
          outcome = case when i.id = $4 then $5 end
        where (select true from ${s}.session s where s.key = $1 and s.epoch = $2 for share of s skip locked)
          and i.id in ($3::bigint, $4::bigint) and i.session_key = $1 and ${waitsById("i")}
        returning i.id, i.attempts, i.outcome
      ), gone as (
        delete from ${s}.event
        where row = (select id from written where outcome is not null and outcome not in (${KEPT_IN_SQL}))
      )
      select id, attempts from written`,
    values: [step.sessionKey, step.epoch, step.start, step.done, step.word, clockOf(database.settings)],
  });
  return new Map(written.map(({ id, attempts }) => [Number(id), attempts]));
}
