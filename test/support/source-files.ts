import { readdirSync, readFileSync } from "node:fs";

/** Every source file, as a path from the root of the repository. */
export function sourceFiles(): string[] {
  const paths = readdirSync("src", { recursive: true, encoding: "utf8" });
  return paths
    .filter((path) => path.endsWith(".ts"))
    .map((path) => `src/${path.replaceAll("\\", "/")}`)
    .sort();
}

/** What is in them, by path. */
export function source(): ReadonlyMap<string, string> {
  return new Map(sourceFiles().map((path) => [path, readFileSync(path, "utf8")]));
}
