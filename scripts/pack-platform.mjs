// npm run pack:platform: builds the published form of the native core (fat LTO, stripped, no test-only exports) and packs
// it, the root package and the packages that build on it. Linux binaries are linked against the oldest glibc that we support, and refused above it.
//   --out <dir>         where the tarballs go (target/packages)
//   --target <triple>   compile for another platform
//   --platform-only     only the platform's package: the others are the same from every platform
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { ensureDependencies } from "./steps/dependencies.mjs";
import { inspectBinary } from "./steps/inspect-binary.mjs";
import { ensureJavaScript } from "./steps/javascript.mjs";
import { packPlatform, packRoot, packWorkspacePackage } from "./steps/pack.mjs";
import { ensurePackages, workspacePackages } from "./steps/packages.mjs";
import { fail, step } from "./steps/progress.mjs";
import { binaryIn, buildPublishedAddon } from "./steps/published-addon.mjs";
import { checkRequirements } from "./steps/requirements.mjs";
import { at } from "./steps/root.mjs";
import { hostTarget } from "./steps/toolchain.mjs";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: at("target/packages") },
    target: { type: "string", default: hostTarget() },
    "platform-only": { type: "boolean", default: false },
  },
});

try {
  checkRequirements();
  await step("Development tools", ensureDependencies);
  if (!values["platform-only"]) {
    await step("TypeScript", ensureJavaScript);
    await step("Packages", ensurePackages);
  }
  const built = await step(`Native core for ${values.target} (fat LTO takes minutes)`, () =>
    buildPublishedAddon(values.target, { targetDir: process.env.CARGO_TARGET_DIR ?? at("target") }),
  );
  const binary = binaryIn(built);
  await step("Size, glibc and paths", async () => console.log(await inspectBinary(binary)));
  await step("Tarballs", async () => {
    console.log(await packPlatform(binary, resolve(values.out)));
    if (values["platform-only"]) return;
    console.log(await packRoot(resolve(values.out)));
    for (const { folder } of workspacePackages()) {
      console.log(await packWorkspacePackage(folder, resolve(values.out)));
    }
  });
} catch (error) {
  fail(error);
}
