import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["__test__/**/*.test.ts"],
    pool: "forks",
    // Most tests wait, not compute.
    maxWorkers: Math.max(2, Math.ceil(availableParallelism() * 1.5)),
    // Both end what hangs. A machine that has other things to do may need many times what an idle one does.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000, interval: 20 } },
    globals: false,
  },
});
