import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The licences of packages whose code is part of a file.
 *
 * @throws when a package has no licence file
 */
export function notices(folders: readonly string[]): string {
  return folders.map(noticeOf).join(`\n${"-".repeat(72)}\n\n`);
}

function noticeOf(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  if (!file) throw new Error(`${name}@${version} has no licence file, so its code cannot be packed`);
  return `${name} ${version}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
}
