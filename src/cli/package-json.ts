import { readFileSync } from "node:fs";

/** What the package says of itself. */
export interface PackageJson {
  readonly version: string;
  readonly engines: { readonly node: string };
}

/** It lies beside `src` as beside `dist`. */
const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");

export const packageJson: PackageJson = JSON.parse(text);
