// npm run bench: builds, then hands over to bench/, which measures the SDK beside its peers.
import { build } from "./steps/build.mjs";
import { fail } from "./steps/progress.mjs";
import { at } from "./steps/root.mjs";
import { run } from "./steps/run.mjs";

try {
  await build();
  await run("npm", ["--prefix", at("bench"), "run", "bench", "--", ...process.argv.slice(2)]);
} catch (error) {
  fail(error);
}
