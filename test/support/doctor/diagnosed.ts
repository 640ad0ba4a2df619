import { join } from "node:path";
import { type Diagnosis, diagnose } from "../../../src/doctor/diagnose.ts";
import { openLog } from "../../../src/doctor/log/sources.ts";

/** Where the logs of real gateways are. */
export const logs = join(import.meta.dirname, "../../../fixtures/logs");

/** What the doctor says of a log among the fixtures. */
export async function diagnosedLog(name: string): Promise<Diagnosis> {
  return diagnose([await openLog(join(logs, name))]);
}

/** What the doctor says of a log. */
export async function diagnosed(...lines: readonly string[]): Promise<Diagnosis> {
  return diagnosedBytes([Buffer.from(`${lines.join("\n")}\n`)]);
}

/** The same of one that comes in pieces. */
export async function diagnosedBytes(chunks: Iterable<Buffer>): Promise<Diagnosis> {
  async function* stream() {
    yield* chunks;
  }
  return diagnose([{ name: "a.log", size: 0, chunks: stream() }]);
}
