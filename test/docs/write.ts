import { writeFile } from "node:fs/promises";
import { pluginManifest } from "../../src/openclaw/manifest.ts";
import { configReference, pluginConfigReference } from "./config-reference.ts";

const inRoot = (path: string) => new URL(`../../${path}`, import.meta.url);

await writeFile(inRoot("docs/gateway-config.md"), configReference());
await writeFile(inRoot("docs/openclaw-config.md"), pluginConfigReference());
await writeFile(inRoot("openclaw.plugin.json"), JSON.stringify(pluginManifest()));
