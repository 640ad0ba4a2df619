import type { Report } from "./report.ts";
import { tableOf } from "./table.ts";
import { prevented } from "./verdict.ts";

/**
 * The report for people: a table, and in words what the middleware prevented.
 *
 * @param stream where it will be printed
 */
export function printedReport({ fixtures }: Report, stream: NodeJS.WritableStream): string {
  return `${tableOf(fixtures, stream)}\nEach figure: without → with the middleware.\n${prevented(fixtures)}\n`;
}
