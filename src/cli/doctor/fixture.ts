import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { fixtureOf } from "../../doctor/fixture/fixture-of.ts";
import type { Incident } from "../../doctor/incident/incident.ts";
import { UsageError } from "../../errors.ts";
import { reasonOf } from "../../explain.ts";
import { replay } from "../../replay/index.ts";
import { complain } from "../exit.ts";

/**
 * Writes an incident as a fixture, replays it, and says how that went; or says why there can be none.
 *
 * @param number which; undefined for the first of which there can be one
 * @throws UsageError `ERR_NO_INCIDENT` when there is none of this number, `ERR_OUTPUT_UNWRITABLE`, also when the file
 * is there already
 */
export async function writeIncident(
  file: string,
  incidents: readonly Incident[],
  number?: number,
): Promise<void> {
  const asked = number === undefined ? incidents : incidents.filter((it) => it.number === number);
  if (number !== undefined && asked.length === 0) {
    throw new UsageError(
      "ERR_NO_INCIDENT",
      `--incident: there are ${incidents.length} incidents, no ${number}`,
    );
  }
  const reasons: string[] = [];
  for (const it of asked) {
    const made = fixtureOf(it, basename(file, ".jsonl"));
    if ("lines" in made) return write(file, it.number, made.lines);
    reasons.push(`no fixture of incident ${it.number}: ${made.why}`);
  }
  for (const reason of reasons) complain(reason);
}

async function write(file: string, number: number, lines: readonly object[]): Promise<void> {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  try {
    await writeFile(file, text, { flag: "wx", mode: 0o600 });
  } catch (cause) {
    const message = `${file}: cannot write the fixture (${reasonOf(cause)})`;
    throw new UsageError("ERR_OUTPUT_UNWRITABLE", message, { cause });
  }
  const [played] = (await replay([file])).report.fixtures;
  const harm = (run: "without" | "with") => harmOf(played?.[run]);
  complain(
    `${file}: incident ${number}; replayed ${harm("without")} without the middleware, ${harm("with")} with it`,
  );
}

function harmOf(
  run: { takeovers: number; duplicateReplies: number; lostMessages: number } | undefined,
): string {
  const { takeovers = 0, duplicateReplies = 0, lostMessages = 0 } = run ?? {};
  return `${takeovers} taken over, ${duplicateReplies} answered twice, ${lostMessages} lost`;
}
