import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const folder = new URL("../../../tools/peers/node_modules/", import.meta.url);

/** Loads a file of an installed peer by its path, whether the package exports it or not. */
export function requirePeer(path: string) {
  return createRequire(folder)(fileOf(path));
}

/** The same for a module. */
export function importPeer(path: string) {
  return import(pathToFileURL(fileOf(path)).href);
}

/** The text of a file of an installed peer. */
export function textOfPeer(path: string): string {
  return readFileSync(fileOf(path), "utf8");
}

/** The version of an installed peer. */
export function versionOf(name: string): string {
  return JSON.parse(textOfPeer(`${name}/package.json`)).version;
}

function fileOf(path: string): string {
  return new URL(path, folder).pathname;
}
