import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PLUGIN_ID } from "../../src/openclaw/config.ts";
import { pluginManifest } from "../../src/openclaw/manifest.ts";

const target = mkdtempSync(join(tmpdir(), "plugin-package-"));
const folder = join(target, "package");
const read = (name: string) => readFileSync(join(folder, name), "utf8");

beforeAll(() => void execFileSync(process.execPath, ["tools/plugin-package/main.ts", target]), 30_000);
afterAll(() => rmSync(target, { recursive: true, force: true }));

test("the plugin's package is one file without dependencies, far below a megabyte", () => {
  const { dependencies, peerDependencies, openclaw } = JSON.parse(read("package.json"));
  expect({ dependencies, peerDependencies, openclaw }).toEqual({ openclaw: { extensions: ["./plugin.js"] } });
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(500_000);
});

test("it takes nothing from elsewhere but what Node.js and the host have", () => {
  const imports = [...read("plugin.js").matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map(([, from]) => from);
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter((from) => !/^(node:|openclaw\/plugin-sdk\/)/.test(from ?? ""))).toEqual([]);
});

test("it compiles no code at run time, which the installer of a host would refuse", () => {
  expect(read("plugin.js")).not.toMatch(/\beval\s*\(|new\s+Function\s*\(/);
});

test("installers of hosts have nothing to warn of: they take a page that fetches, in a file that reads others, for a thief", () => {
  expect(read("plugin.js")).toContain("fetch(");
  expect(read("plugin.js")).not.toMatch(/readFile/);
});

test("its manifest is the main package's, so both are one plugin to a host", () => {
  expect(JSON.parse(read("openclaw.plugin.json"))).toEqual(JSON.parse(JSON.stringify(pluginManifest())));
  expect(JSON.parse(read("openclaw.plugin.json")).id).toBe(PLUGIN_ID);
});

test("the licences of what is in it come along", () => {
  const notices = read("THIRD-PARTY-LICENSES.txt");
  for (const name of ["zod", "lru-cache", "p-queue"])
    expect(notices).toMatch(new RegExp(`^${name} \\d`, "m"));
});
