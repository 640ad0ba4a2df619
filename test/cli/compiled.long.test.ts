import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "compiled-"));
  for (const part of ["src", "package.json"]) cpSync(part, join(folder, part), { recursive: true });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a copy of the command line as a user does. */
function help(variables: NodeJS.ProcessEnv = {}) {
  const { NODE_COMPILE_CACHE: _, ...env } = process.env;
  const options = { encoding: "utf8", env: { ...env, ...variables } } as const;
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(folder, "src/cli/main.ts"), "--help"],
    options,
  );
  return { status, stderr };
}

const well = { status: 0, stderr: "" };
const kept = () => {
  const at = join(folder, ".cache/compiled");
  return existsSync(at) ? readdirSync(at, { recursive: true }).length : 0;
};

test("the command line keeps what was compiled beside its code", () => {
  expect(help()).toEqual(well);
  expect(kept()).toBeGreaterThan(20);
});

test("it does without where nothing can be written, in silence", () => {
  writeFileSync(join(folder, ".cache"), "in the way of the folder");
  expect(help()).toEqual(well);
});

test("it keeps nothing where Node.js is told so", () => {
  expect(help({ NODE_DISABLE_COMPILE_CACHE: "1" })).toEqual(well);
  expect(kept()).toBe(0);
});
