/**
 * Breaks each promise of the engine on purpose and plays its tests: every one of these changes must be noticed.
 *
 *     npm run test:mutation [-- PART-OF-A-NAME]
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Mutation } from "./mutation.ts";
import { mutations } from "./mutations.ts";
import { playTests } from "./play.ts";

mkdirSync(".cache", { recursive: true });
const folder = mkdtempSync(resolve(".cache", "mutation-"));
for (const name of ["src", "test", "package.json", "tsconfig.json", "vitest.config.ts"]) {
  cpSync(name, join(folder, name), { recursive: true });
}
symlinkSync(resolve("node_modules"), join(folder, "node_modules"));

try {
  const chosen = mutations.filter(({ name }) => name.includes(process.argv[2] ?? ""));
  const before = playTests(folder);
  if (before !== undefined) throw new Error(`The tests are red before anything was changed: ${before}`);
  const survivors = chosen.filter((mutation) => !isNoticed(mutation));
  console.log(`${chosen.length - survivors.length} of ${chosen.length} broken promises were noticed`);
  process.exitCode = survivors.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

function isNoticed(mutation: Mutation): boolean {
  const path = join(folder, "src/dispatch", mutation.file);
  const code = readFileSync(path, "utf8");
  writeFileSync(path, mutated(code, mutation));
  const noticed = playTests(folder);
  writeFileSync(path, code);
  console.log(`${noticed ? "noticed " : "SURVIVED"}  ${mutation.name}${noticed ? `: ${noticed}` : ""}`);
  return noticed !== undefined;
}

function mutated(code: string, { file, find, put, name }: Mutation): string {
  const places = code.split(find).length - 1;
  if (places !== 1) throw new Error(`"${name}": its code stands ${places} times in ${file}, it must once`);
  return code.replace(find, () => put);
}
