// npm run bench: builds, then hands over to bench/, which measures the SDK beside its peers.
import { existsSync } from "node:fs";
import { build } from "./steps/build.mjs";
import { fail, step } from "./steps/progress.mjs";
import { at } from "./steps/root.mjs";
import { run } from "./steps/run.mjs";

try {
  await build();
  if (!existsSync(at("bench/node_modules"))) {
    await step("The benchmark's peers", () =>
      run("npm", ["--prefix", at("bench"), "ci", "--no-audit", "--no-fund", "--loglevel=error"]),
    );
  }
  await run("npm", ["--prefix", at("bench"), "run", "bench", "--", ...process.argv.slice(2)]);
} catch (error) {
  fail(error);
}
