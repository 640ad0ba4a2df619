import { defineConfig } from "vitest/config";

/** Does what the READMEs say: `*.readme.ts`, so that `npm test` does not run it. */
export default defineConfig({
  test: {
    include: ["test/e2e/readme/*.readme.ts"],
    globalSetup: "test/e2e/readme/support/install.ts",
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
