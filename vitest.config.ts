import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/bench/**", "test/e2e/**"],
    unstubEnvs: true,
    restoreMocks: true,
  },
});
