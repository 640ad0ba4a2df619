import { execFile } from "node:child_process";
import { chownSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Who runs PostgreSQL's programs: they refuse to run as root, and are run as `nobody` then. */
const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
/** English messages, and nothing of the environment that would name another server. */
const env = { PATH: process.env.PATH ?? "", LC_ALL: "C", TZ: "UTC" };

/** How a program of PostgreSQL is started. */
export const owner = { ...user, env };

/** The folder of the data, within the server's folder. */
export const DATA = "data";

/** Makes the data of a fresh server, whose superuser is `postgres` with this password. */
export async function makeData(bin: string, folder: string, password: string): Promise<void> {
  const file = join(folder, "password");
  writeFileSync(file, password);
  if (user.uid !== undefined) for (const path of [folder, file]) chownSync(path, user.uid, user.gid);
  const form = ["--no-locale", "--encoding=UTF8", "--auth=password", "--username=postgres", "--no-sync"];
  const args = ["-D", join(folder, DATA), `--pwfile=${file}`, ...form];
  await run(join(bin, "initdb"), args, { ...owner, cwd: folder });
}
