import { open } from "node:fs/promises";
import { UsageError } from "../errors.ts";
import { reasonOf } from "../explain.ts";

/**
 * Writes what a command was asked to write to a file.
 *
 * @param what in a word, for the error
 * @throws UsageError `ERR_OUTPUT_UNWRITABLE`
 */
export async function writeOutput(what: string, file: string, text: string): Promise<void> {
  try {
    await writePrivately(file, text);
  } catch (cause) {
    const message = `${file}: cannot write the ${what} (${reasonOf(cause)})`;
    throw new UsageError("ERR_OUTPUT_UNWRITABLE", message, { cause });
  }
}

/** For its owner alone: people's texts are in it. A device or a pipe keeps its mode. */
async function writePrivately(file: string, text: string): Promise<void> {
  const handle = await open(file, "w", 0o600);
  try {
    if ((await handle.stat()).isFile()) await handle.chmod(0o600);
    await handle.writeFile(text);
  } finally {
    await handle.close();
  }
}
