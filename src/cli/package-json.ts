import { readFileSync } from "node:fs";

/** What the package says of itself. */
export interface PackageJson {
  readonly version: string;
  readonly engines: { readonly node: string };
}

/** Reads it where it lies, beside `src` as beside `dist`. */
export function readPackageJson(): PackageJson {
  return JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
}
