import { PACKAGE_NAME } from "../package-name.ts";
import { packageJson } from "./package-json.ts";

/**
 * What to tell who runs the command line by a Node.js that is too old for it.
 *
 * @param version e.g. `20.20.2`
 * @returns undefined where it is new enough
 */
export function oldNode(version: string): string | undefined {
  const needed = packageJson.engines.node.replace(">=", "");
  if (isAtLeast(version, needed)) return undefined;
  return `${PACKAGE_NAME}: needs Node.js ${needed} or newer, and this is ${version}: see https://nodejs.org\n`;
}

function isAtLeast(version: string, needed: string): boolean {
  const [[major = 0, minor = 0], [leastMajor = 0, leastMinor = 0]] = [partsOf(version), partsOf(needed)];
  return major === leastMajor ? minor >= leastMinor : major > leastMajor;
}

function partsOf(version: string): number[] {
  return version.split(".").map(Number);
}
