import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Installs what a folder of tools needs, unless it is there as the folder's lock file says.
 *
 * @param what what is installed, for who waits for it
 * @param folder its name in `tools`
 */
export function install(what: string, folder: string): void {
  const cwd = fileURLToPath(new URL(`./${folder}/`, import.meta.url));
  const installed = `${cwd}node_modules/.installed-lock.json`;
  const lock = readFileSync(`${cwd}package-lock.json`, "utf8");
  if (existsSync(installed) && readFileSync(installed, "utf8") === lock) return;
  console.log(`Installing ${what} (tools/${folder}) …`);
  const options = ["--ignore-scripts", "--no-audit", "--no-fund"];
  const { status, error } = spawnSync("npm", ["ci", ...options], { cwd, stdio: "inherit" });
  if (status !== 0) {
    const message = `npm ci failed in tools/${folder}. It needs the npm registry, once; then try again.`;
    throw new Error(message, { cause: error });
  }
  writeFileSync(installed, lock);
}
