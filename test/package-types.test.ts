import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { oldNode } from "../src/cli/old-node.ts";
import { install } from "../tools/install.ts";

// Packs the package as it is published, installs it in an empty folder, and uses it as its consumers do.
const MOST_PACKAGES = 72;
const { name, exports: entries } = JSON.parse(readFileSync("package.json", "utf8"));
const paths = Object.keys(entries).filter((it) => it !== "./package.json");
const specifiers = paths.map((path) => join(name, path));
const tsc = "tools/package-types/node_modules/typescript/bin/tsc";

let folder: string;
let installed: string;
beforeAll(() => {
  install("an older compiler", "package-types");
  folder = mkdtempSync(join(tmpdir(), "package-types-"));
  const npm = (args: string[], cwd = folder) => execFileSync("npm", args, { cwd, encoding: "utf8" });
  const tarball =
    npm(["pack", "--silent", "--pack-destination", folder], ".").trim().split("\n").at(-1) ?? "";
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  npm(["install", "--ignore-scripts", "--no-audit", "--no-fund", `./${tarball}`, "pg", "openai"]);
  installed = join(folder, "node_modules", name);
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** What a compiler says of a file that imports every entry. */
function compiled(type: "module" | "commonjs", options: object): string {
  const lines = specifiers.map((it, index) => `import * as entry${index} from "${it}";`);
  const used = `export const entries = [${specifiers.map((_, index) => `entry${index}`).join(", ")}];`;
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type }));
  writeFileSync(join(folder, "consumer.ts"), [...lines, used, ""].join("\n"));
  const strict = { strict: true, target: "es2023", noEmit: true, types: ["node"], skipLibCheck: true };
  const config = { compilerOptions: { ...strict, ...options }, files: ["consumer.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  return spawnSync(process.execPath, [resolve(tsc), "-p", folder], { encoding: "utf8" }).stdout;
}

describe("TypeScript finds the types of every entry", () => {
  test.each([
    ["module", { module: "nodenext" }],
    ["module", { module: "node20" }],
    ["module", { module: "node16" }],
    ["module", { module: "esnext", moduleResolution: "bundler" }],
    ["commonjs", { module: "nodenext" }],
    ["commonjs", { module: "node20" }],
    ["commonjs", { module: "commonjs", moduleResolution: "node10", ignoreDeprecations: "5.0" }],
  ] as const)("from a package of type %s with %j", (type, options) => {
    expect(compiled(type, options)).toBe("");
  });

  test("but by CommonJS with node16, as the README says: that stands for a Node.js that cannot require it", () => {
    expect(compiled("commonjs", { module: "node16" })).toContain("error TS1479");
    expect(readFileSync("README.md", "utf8").includes('`"module": "node16"`')).toBe(true);
  });
});

describe("plain JavaScript", () => {
  const run = (file: string, code: string) => {
    writeFileSync(join(folder, file), code);
    return spawnSync(process.execPath, [file], { cwd: folder, encoding: "utf8" });
  };

  test.each([
    ["consumer.mjs", (it: string) => `if (Object.keys(await import("${it}")).length === 0) throw "${it}";`],
    ["consumer.cjs", (it: string) => `if (Object.keys(require("${it}")).length === 0) throw "${it}";`],
  ])("has every entry in %s", (file, line) => {
    const used = specifiers.filter((it) => !it.endsWith("/openclaw"));
    expect(run(file, used.map(line).join("\n"))).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("what is installed", () => {
  const lock = () =>
    JSON.parse(readFileSync(join(folder, "node_modules/.package-lock.json"), "utf8")).packages;
  const own = () => {
    const optional = new Set(["pg", "openai"]);
    const reached = new Set<string>();
    const follow = (it: string) => {
      const found = lock()[`node_modules/${it}`];
      if (!found || reached.has(it)) return;
      reached.add(it);
      Object.keys(found.dependencies ?? {}).forEach(follow);
    };
    follow(name);
    return [...reached].filter((it) => !optional.has(it));
  };

  test(`is at most ${MOST_PACKAGES} packages`, () => {
    expect(own().length).toBeGreaterThan(40);
    expect(own().length).toBeLessThanOrEqual(MOST_PACKAGES);
  });

  test("runs no script but that of the official SDK's protobufjs", () => {
    const withScripts = Object.entries<{ hasInstallScript?: boolean }>(lock()).filter(
      ([, it]) => it.hasInstallScript,
    );
    expect(withScripts.map(([path]) => path)).toEqual(["node_modules/protobufjs"]);
  });

  test("has every file that one of its pages links to", () => {
    const pages = globSync("**/*.md", { cwd: installed });
    expect(pages).toContain("README.md");
    const broken = pages.flatMap((page) => {
      const links = readFileSync(join(installed, page), "utf8").matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g);
      const missing = Array.from(links, ([, link = ""]) => link).filter(
        (link) => !existsSync(join(installed, dirname(page), link)),
      );
      return missing.map((link) => `${page}: ${link}`);
    });
    expect(broken).toEqual([]);
  });
});

// The Node.js that runs npm may be any; with `npm run` the tests have another one.
const machine = process.env.npm_node_execpath ?? process.execPath;
const version = execFileSync(machine, ["--version"], { encoding: "utf8" }).trim().slice(1);

test.runIf(oldNode(version) !== undefined)("an old Node.js is told which one is needed", () => {
  const main = join(installed, "dist/cli/main.js");
  const { status, stderr } = spawnSync(machine, [main, "--help"], { encoding: "utf8" });
  expect([status, stderr]).toEqual([2, oldNode(version)]);
});
