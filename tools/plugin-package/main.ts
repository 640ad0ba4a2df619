import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pluginManifest } from "../../src/openclaw/manifest.ts";
import { bundle } from "./bundle.ts";
import { notices } from "./notices.ts";
import { packageJson } from "./package-json.ts";

// The OpenClaw plugin as a package of its own: one file, no dependencies. Hosts copy a plugin's whole package at
// each start, so that what is not in it costs them nothing.
const ROOT = join(import.meta.dirname, "../..");
const [target = join(ROOT, ".cache", "plugin-package")] = process.argv.slice(2);
const folder = join(target, "package");

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const { inlined } = await bundle(join(ROOT, "src/openclaw/plugin.ts"), join(folder, "plugin.js"));
const own = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
writeFileSync(join(folder, "package.json"), `${JSON.stringify(packageJson(own), undefined, 2)}\n`);
writeFileSync(join(folder, "openclaw.plugin.json"), `${JSON.stringify(pluginManifest(), undefined, 2)}\n`);
writeFileSync(join(folder, "THIRD-PARTY-LICENSES.txt"), notices(inlined));
cpSync(join(ROOT, "LICENSE"), join(folder, "LICENSE"));
cpSync(join(import.meta.dirname, "README.md"), join(folder, "README.md"));
const npm = ["pack", "--silent", "--pack-destination", target];
const tarball = execFileSync("npm", npm, { cwd: folder, encoding: "utf8" }).trim();
console.log(join(target, tarball));
