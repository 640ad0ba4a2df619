import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/bench/**", "test/e2e/**"],
    typecheck: { enabled: true, include: ["test/**/*.test-d.ts"] },
    // By default one core is left free, which on a machine with two doubles the time.
    maxWorkers: "100%",
    unstubEnvs: true,
    restoreMocks: true,
  },
});
