import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/bench/**", "test/e2e/**"],
    typecheck: { enabled: true, include: ["test/**/*.test-d.ts"] },
    unstubEnvs: true,
    restoreMocks: true,
  },
});
