import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../errors.ts";

const ENDING = ".jsonl";

/**
 * The fixtures that paths name: a file stands for itself, a folder for the `*.jsonl` in it, by name.
 *
 * @throws UsageError `ERR_FIXTURE_UNREADABLE` when there is nothing at a path, or no fixture in a folder
 */
export async function findFixtures(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map(findIn));
  return found.flat();
}

async function findIn(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = await readdir(path);
    // Sorted without the ending: a name comes before those that go on after it.
    const stems = names.filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length));
    if (stems.length > 0) return stems.sort().map((stem) => join(path, stem + ENDING));
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? cause.code : cause;
    throw new UsageError("ERR_FIXTURE_UNREADABLE", `${path}: cannot read it (${reason})`, { cause });
  }
  throw new UsageError("ERR_FIXTURE_UNREADABLE", `${path}: no fixture (*.jsonl) in this folder`);
}
