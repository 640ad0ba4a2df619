import { defineConfig } from "vitest/config";

/** The examples, each started as a user would: `*.examples.ts`, so that `npm test` does not run them. */
export default defineConfig({
  test: {
    include: ["test/e2e/examples/**/*.examples.ts"],
    globalSetup: "test/e2e/examples/support/install.ts",
    maxWorkers: 2,
    testTimeout: 180_000,
    // Others may share the machine.
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000,
  },
});
