/** Installs what the benchmarks measure beside this project, unless it is there as the lock file says. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("./", import.meta.url));
const installed = `${here}node_modules/.installed-lock.json`;
const lock = readFileSync(`${here}package-lock.json`, "utf8");

if (!existsSync(installed) || readFileSync(installed, "utf8") !== lock) {
  console.log("Installing the peers (tools/peers) …");
  const options = ["--ignore-scripts", "--no-audit", "--no-fund"];
  const { status, error } = spawnSync("npm", ["ci", ...options], { cwd: here, stdio: "inherit" });
  if (status !== 0) {
    const message = "npm ci failed in tools/peers. It needs the npm registry, once; then try again.";
    throw new Error(message, { cause: error });
  }
  writeFileSync(installed, lock);
}
