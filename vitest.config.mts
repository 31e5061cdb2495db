import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["__test__/**/*.test.ts"],
    pool: "forks",
    // Vitest leaves one core free by default, which on a machine with two doubles the time; most tests wait, not compute.
    maxWorkers: Math.max(2, availableParallelism()),
    // Both end what hangs. A machine that has other things to do may need many times what an idle one does.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000, interval: 20 } },
    globals: false,
  },
});
