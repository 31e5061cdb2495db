import { ensureAddon } from "./addon.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { ensureJavaScript } from "./javascript.mjs";
import { step } from "./progress.mjs";
import { checkRequirements } from "./requirements.mjs";

/** Brings a clone, however fresh, to the point where the package can be used and tested. Quick when nothing changed. */
export async function build() {
  checkRequirements();
  await step("Development tools", ensureDependencies);
  await step("Native core (the first build takes a few minutes)", ensureAddon);
  await step("TypeScript", ensureJavaScript);
}
