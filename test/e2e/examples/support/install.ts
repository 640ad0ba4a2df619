import { cp } from "node:fs/promises";
import type { TestProject } from "vitest/node";
import { installPacked } from "../../support/packed.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the examples are, with the packed package installed beside them. */
    examples: string;
  }
}

/** What the examples need beside the package, as their first lines say. */
const NEEDED = ["hono", "@hono/node-server", "express", "@types/express", "@types/node", "pg", "openai"];

/** Installs the package once, for all tests, and puts the examples beside it. */
export default async function install({ provide }: TestProject): Promise<() => PromiseLike<void>> {
  const installed = await installPacked(...NEEDED);
  await cp("examples", installed.folder, { recursive: true });
  provide("examples", installed.folder);
  return () => installed[Symbol.asyncDispose]();
}
