// npm run build: installs the tools, compiles the native core, the TypeScript and the packages that build on them; does
// only what has changed.
import { build } from "./steps/build.mjs";
import { ensurePackages } from "./steps/packages.mjs";
import { fail, step } from "./steps/progress.mjs";

try {
  await build();
  await step("Packages that build on the SDK", ensurePackages);
} catch (error) {
  fail(error);
}
