import { writeFile } from "node:fs/promises";
import { pluginManifest } from "../../src/openclaw/manifest.ts";
import { pages, pathOf } from "./config-reference.ts";

const inRoot = (path: string) => new URL(`../../${path}`, import.meta.url);

for (const [page, written] of Object.entries(pages))
  for (const language of ["en", "zh"] as const)
    await writeFile(inRoot(pathOf(page, language)), written(language));
await writeFile(inRoot("openclaw.plugin.json"), JSON.stringify(pluginManifest()));
