import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle, scripts } from "./bundle.ts";

// Writes the scripts of pages, or with --check tells which of them is not as its source is.
const ROOT = join(import.meta.dirname, "../..");
for (const [entry, file] of Object.entries(scripts)) {
  const path = join(ROOT, file);
  const text = await bundle(entry);
  if (!process.argv.includes("--check")) writeFileSync(path, text);
  else if (readFileSync(path, "utf8") !== text) {
    process.stderr.write(`${file} is not what ${entry} makes: npm run page\n`);
    process.exitCode = 1;
  }
}
