import { UsageError } from "../errors.ts";
import { Examination } from "./examination.ts";
import { readFact } from "./fact/read-fact.ts";
import type { Incident } from "./incident/incident.ts";
import { Clock } from "./log/clock.ts";
import { readEntry } from "./log/read-entry.ts";
import { type LogSource, linesIn } from "./log/sources.ts";

/** What became of reading logs. */
export interface Diagnosis {
  readonly incidents: readonly Incident[];
  /** Failures beyond those that were examined; 0 but for a log with thousands. */
  readonly more: number;
  readonly lines: number;
  /** Lines that say something that matters: none means that this is no log of a gateway. */
  readonly understood: number;
  /** Logs that could not be read to their end, as when they are cut off; what was read of them counts. */
  readonly cutOff: readonly UsageError[];
}

/**
 * Reads gateways' logs, one after the other, and examines what went wrong in them.
 *
 * @param onRead told how many more bytes have been read
 */
export async function diagnose(
  logs: readonly LogSource[],
  onRead: (bytes: number) => void = () => {},
): Promise<Diagnosis> {
  const examination = new Examination();
  const cutOff: UsageError[] = [];
  const read = { lines: 0, understood: 0 };
  for (const log of logs) {
    try {
      await readInto(examination, log, read, onRead);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      cutOff.push(error);
    }
  }
  examination.end();
  return { incidents: examination.incidents, more: examination.more, ...read, cutOff };
}

/** @throws UsageError `ERR_LOG_UNREADABLE` */
async function readInto(
  examination: Examination,
  log: LogSource,
  read: { lines: number; understood: number },
  onRead: (bytes: number) => void,
): Promise<void> {
  const clock = new Clock();
  let line = 0;
  for await (const some of linesIn(log, onRead)) {
    read.lines += some.length;
    for (const text of some) {
      line += 1;
      const entry = readEntry(text, clock);
      const fact = entry && readFact(entry, { file: log.name, line });
      if (!fact) continue;
      read.understood += 1;
      examination.take(fact);
    }
  }
}
