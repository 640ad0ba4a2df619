import { defineConfig } from "vitest/config";

/** Tests with a real browser: `*.browser.ts`, so that `npm test` does not run them. */
export default defineConfig({
  test: {
    include: ["test/e2e/browser/**/*.browser.ts"],
    // One browser at a time, or each is too slow to be measured.
    fileParallelism: false,
    testTimeout: 60_000,
    // Others may share the machine.
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000,
  },
});
