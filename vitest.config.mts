import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["__test__/**/*.test.ts"],
    pool: "forks",
    // Vitest leaves one core free by default, which on a machine with two doubles the time; most tests wait, not compute.
    maxWorkers: Math.max(2, availableParallelism()),
    testTimeout: 20_000,
    hookTimeout: 20_000,
    globals: false,
  },
});
