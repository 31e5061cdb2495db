import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["__test__/**/*.test.ts"],
    pool: "forks",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000, interval: 20 } },
    globals: false,
    // The client is linked, so its path is not one of node_modules; it must be loaded as users load it all the same.
    server: { deps: { external: [/\/dist\//] } },
  },
});
