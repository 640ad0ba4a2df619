import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const npm = (...args: string[]) => promisify(execFile)("npm", args);

/**
 * Packs the package as it is built, and installs the tarball as its users do, in a folder of its own.
 *
 * @param others what is to be installed beside it
 */
export async function installPacked(...others: string[]): Promise<{ folder: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), "packed-"));
  await npm("pack", "--ignore-scripts", "--silent", "--pack-destination", folder);
  const [tarball = ""] = (await readdir(folder)).filter((name) => name.endsWith(".tgz"));
  const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder];
  await npm("install", ...flags, join(folder, tarball), ...others);
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
