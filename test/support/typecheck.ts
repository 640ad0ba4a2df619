import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Example } from "./examples.ts";

const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");

/** Compiles examples in one run as a user of the package would, each as a module. What is wrong, by example. */
export async function typecheck(examples: readonly Example[]): Promise<Map<Example, string[]>> {
  mkdirSync(".cache", { recursive: true });
  const folder = mkdtempSync(".cache/examples-");
  try {
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config()));
    // Empty lines before the code make the compiler speak of the lines where the reader finds it.
    for (const [n, { line, code }] of examples.entries()) {
      writeFileSync(join(folder, `${n}.ts`), "\n".repeat(line - 1) + code);
    }
    const output = await compile(folder);
    return new Map(examples.map((example, n) => [example, errorsIn(output, n, example.file)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function config() {
  const { name, exports } = JSON.parse(readFileSync("package.json", "utf8"));
  const paths = Object.entries<{ types?: string } | null>(exports).flatMap(([path, entry]) =>
    entry?.types
      ? [[path.replace(/^\./, name), [entry.types.replace("./dist/", "../../src/").replace(".d.ts", ".ts")]]]
      : [],
  );
  return {
    extends: "../../tsconfig.json",
    compilerOptions: { paths: Object.fromEntries(paths), moduleDetection: "force" },
    include: ["*.ts"],
  };
}

function compile(folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [tsc, "--pretty", "false", "-p", folder], (error, stdout, stderr) => {
      // The compiler exits with 1 or 2 when it found something to say.
      if (error && !/error TS\d+/.test(stdout)) reject(new Error(stdout + stderr, { cause: error }));
      else resolve(stdout);
    });
  });
}

function errorsIn(output: string, n: number, file: string): string[] {
  const own = new RegExp(`^.*\\b${n}\\.ts\\((\\d+),\\d+\\): (.*)$`, "gm");
  return Array.from(output.matchAll(own), ([, line, message]) => `${file}:${line}: ${message}`);
}
