import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

/** Long for these tests, and short for a loop that never ends. */
const TIMEOUT_MS = 120_000;

/** Plays the tests of the engine up to the first that fails. @returns what failed, in words */
export function playTests(folder: string): string | undefined {
  const report = join(folder, "report.json");
  rmSync(report, { force: true });
  const argv = [
    resolve("node_modules/vitest/vitest.mjs"),
    ...["run", "test/dispatch", "test/property", "--bail=1", "--typecheck.enabled=false"],
    ...["--reporter=json", `--outputFile=${report}`],
  ];
  const { status, error } = spawnSync(process.execPath, argv, {
    cwd: folder,
    env: { ...process.env, FC_RUNS: "1000" },
    stdio: "ignore",
    timeout: TIMEOUT_MS,
    killSignal: "SIGKILL",
  });
  if (status === 0) return undefined;
  return error ? `not over after ${TIMEOUT_MS / 1000} s` : firstFailure(report);
}

interface Report {
  readonly testResults: ReadonlyArray<{
    readonly name: string;
    readonly message: string;
    readonly assertionResults: ReadonlyArray<{ readonly status: string; readonly fullName: string }>;
  }>;
}

function firstFailure(path: string): string {
  const { testResults } = JSON.parse(readFileSync(path, "utf8")) as Report;
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName),
  );
  return failed[0] ?? testResults.find(({ message }) => message)?.message ?? "the tests could not be played";
}
