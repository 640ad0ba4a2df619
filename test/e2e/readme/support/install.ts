import type { TestProject } from "vitest/node";
import { installPacked } from "../../support/packed.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the packed package is installed. */
    installed: string;
  }
}

/** Installs the package once, for all tests. */
export default async function install({ provide }: TestProject): Promise<() => PromiseLike<void>> {
  const installed = await installPacked();
  provide("installed", installed.folder);
  return () => installed[Symbol.asyncDispose]();
}
