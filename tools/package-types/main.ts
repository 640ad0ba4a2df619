import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// Packs what was built, and looks at it by @arethetypeswrong/cli: whether each entry has types in each module setting.
const folder = mkdtempSync(join(tmpdir(), "package-types-"));
try {
  const pack = ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder];
  const tarball = execFileSync("npm", pack, { encoding: "utf8" }).trim();
  const attw = join(import.meta.dirname, "node_modules/@arethetypeswrong/cli/dist/index.js");
  // CommonJS gets the same modules, by Node's require() of ES modules.
  const options = ["--ignore-rules", "cjs-resolves-to-esm", "--format", "ascii", "--no-emoji"];
  const { status } = spawnSync(process.execPath, [attw, join(folder, tarball), ...options], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true });
}
