// npm run pack:platform: builds the published form of the native core (fat LTO, stripped, no test-only exports) and packs
// it and the root package.
//   --out <dir>         where the tarballs go (target/packages)
//   --target <triple>   compile for another platform
//   --napi-cross        with the toolchain that reaches back to glibc 2.17, and fail if the result does not
//   --zig               with zig, for musl
//   --platform-only     leave the root package out: it is the same from every platform
import { copyFileSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { napiBuild } from "./steps/addon.mjs";
import { ensureDependencies } from "./steps/dependencies.mjs";
import { inspectBinary } from "./steps/inspect-binary.mjs";
import { ensureJavaScript } from "./steps/javascript.mjs";
import { packPlatform, packRoot, platformOf } from "./steps/pack.mjs";
import { fail, step } from "./steps/progress.mjs";
import { checkRequirements } from "./steps/requirements.mjs";
import { at } from "./steps/root.mjs";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: at("target/packages") },
    target: { type: "string" },
    "napi-cross": { type: "boolean", default: false },
    zig: { type: "boolean", default: false },
    "platform-only": { type: "boolean", default: false },
  },
});

const outputDir = at("target/packed-addon");

async function buildBinary() {
  rmSync(outputDir, { recursive: true, force: true });
  const extra = [
    ...(values["napi-cross"] ? ["--use-napi-cross"] : []),
    ...(values.zig ? ["--cross-compile"] : []),
  ];
  await napiBuild({ profile: "packed", outputDir, target: values.target, extra });
  const name = readdirSync(outputDir).find((file) => file.endsWith(".node"));
  const binary = at("npm", platformOf(name), name);
  copyFileSync(join(outputDir, name), binary);
  return binary;
}

try {
  checkRequirements();
  await step("Development tools", ensureDependencies);
  if (!values["platform-only"]) await step("TypeScript", ensureJavaScript);
  const binary = await step("Native core as published (fat LTO takes minutes)", buildBinary);
  const maxGlibc = values["napi-cross"] ? [2, 17] : undefined;
  await step("Size and glibc", async () => console.log(await inspectBinary(binary, { maxGlibc })));
  await step("Tarballs", async () => {
    console.log(await packPlatform(binary, resolve(values.out)));
    if (values["platform-only"]) return;
    console.log(await packRoot(resolve(values.out)));
  });
} catch (error) {
  fail(error);
}
