import { writeFile } from "node:fs/promises";
import { configReference } from "./config-reference.ts";

await writeFile(new URL("../../docs/gateway-config.md", import.meta.url), configReference());
