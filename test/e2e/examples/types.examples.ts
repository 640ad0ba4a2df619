import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, inject, test } from "vitest";

test("every example that is TypeScript compiles as its reader would compile it", () => {
  const folder = inject("examples");
  const compilerOptions = {
    ...{ target: "es2023", module: "nodenext", strict: true, noEmit: true, types: ["node"] },
    ...{ skipLibCheck: true, erasableSyntaxOnly: true, allowImportingTsExtensions: true },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["**/*.ts"] }));
  const tsc = createRequire(import.meta.url)
    .resolve("typescript/package.json")
    .replace("package.json", "bin/tsc");
  const { stdout, status } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
  expect([stdout, status]).toEqual(["", 0]);
});
