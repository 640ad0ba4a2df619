import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Set, it makes the lack of a browser a failure: `.ci/run` does. */
export const REQUIRED = "TEST_BROWSER_REQUIRED";

/** Debian's browser, and a font that has the characters of the fixtures. */
const packages = ["chromium", "fonts-noto-cjk"];

/** Where this system has a Chromium, if it has one. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const names = ["chromium", "chromium-browser", "google-chrome"];
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

/**
 * Installs Debian's Chromium.
 *
 * @throws Error when it cannot, with what to do
 */
export function installChromium(): void {
  const install = [
    "install",
    "--yes",
    "--no-install-recommends",
    "-o",
    "DPkg::Lock::Timeout=120",
    ...packages,
  ];
  for (const args of [["update"], install]) {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const { status, error } = spawnSync("apt-get", ["--quiet=2", ...args], { stdio: ["ignore", 2, 2], env });
    if (status === 0) continue;
    const advice = `Run it as root on Debian or Ubuntu, or put a Chromium into the PATH.`;
    throw new Error(`apt-get ${args[0]} failed: no Chromium could be installed. ${advice}`, { cause: error });
  }
}
