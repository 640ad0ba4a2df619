import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // What takes long, as it kills processes or counts what is left in memory, is told apart by its name: `npm run test:long`.
    include: [process.env.TEST_LONG ? "test/**/*.long.test.ts" : "test/**/*.test.ts"],
    // The tests of the API report and reference install those tools' own packages: `npm run test:api`.
    exclude: [
      "test/bench/**",
      ...(process.env.TEST_LONG ? [] : ["test/**/*.long.test.ts"]),
      // That of the packed package installs it: `npm run test:types`.
      ...(process.env.TEST_TYPES ? [] : ["test/package-types.test.ts"]),
      ...(process.env.TEST_API ? [] : ["test/api-report.test.ts", "test/api-reference.test.ts"]),
    ],
    typecheck: { enabled: true, include: ["test/**/*.test-d.ts"] },
    // By default one core is left free, which on a machine with two doubles the time. Tests with real processes wait more
    // than they work: one worker more than there are cores takes a fifth less.
    maxWorkers: availableParallelism() + 1,
    // Files share a worker: starting one for each took as long as running the tests in it.
    isolate: false,
    // Against tests that hang. Some start processes, on a machine that may be busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    unstubEnvs: true,
    restoreMocks: true,
  },
});
