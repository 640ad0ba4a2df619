import { execFileSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openSqliteInbox } from "../../../../src/inbox/sqlite.ts";
import { ended, startWith } from "../child/start.ts";
import { type Change, readLog } from "./log.ts";

export interface Recording {
  /** A copy of the file before the first change. */
  readonly before: string;
  readonly changes: readonly Change[];
  /** How the changes were learned. */
  readonly how: "system calls recorded" | "copies compared";
}

/** Runs a gateway that claims and completes, and gives every change that it makes to its files, in order. */
export async function record(folder: string, seed: number, groups: number): Promise<Recording> {
  const file = join(folder, "inbox.db");
  const [before, log] = [`${file}.before`, `${file}.log`];
  await (await openSqliteInbox({ file })).close();
  copyFileSync(file, before);
  const recorder = compile(join(folder, "recorder.so"));
  const env = recorder === undefined ? {} : { LD_PRELOAD: recorder, RECORDER_FILE: file, RECORDER_LOG: log };
  await ended(startWith(env, "promise.ts", file, log, String(seed), String(groups)));
  return {
    before,
    changes: readLog(log),
    how: recorder === undefined ? "copies compared" : "system calls recorded",
  };
}

/** @returns undefined where there is no compiler, or no Linux */
function compile(library: string): string | undefined {
  const source = fileURLToPath(new URL("recorder.c", import.meta.url));
  try {
    if (process.platform !== "linux") return undefined;
    execFileSync("cc", ["-shared", "-fPIC", "-Wall", "-Werror", "-o", library, source, "-ldl"]);
    return library;
  } catch {
    return undefined;
  }
}
