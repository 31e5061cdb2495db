import { copyFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cached } from "../steps/cache.mjs";
import { inspectBinary } from "../steps/inspect-binary.mjs";
import { ensureJavaScript } from "../steps/javascript.mjs";
import { packPlatform, packRoot } from "../steps/pack.mjs";
import { binaryIn, buildPublishedAddon } from "../steps/published-addon.mjs";
import { at } from "../steps/root.mjs";
import { run } from "../steps/run.mjs";
import { mingwEnvironment, standIn } from "./mingw.mjs";
import { rustEnvironment } from "./rust.mjs";

/** Where the tarballs of all platforms lie. */
export const packagesFolder = () => cached("platforms/packages");

/** Packs what is the same on every platform. */
export async function packCommon() {
  await ensureJavaScript();
  await packRoot(packagesFolder());
}

/** Runs `npm run pack:platform` itself, as a release does. */
export async function packAsPublished(target) {
  const args = [
    at("scripts/pack-platform.mjs"),
    "--platform-only",
    "--out",
    packagesFolder(),
    "--target",
    target,
  ];
  await run(process.execPath, args, { env: { CARGO_TARGET_DIR: cached("target") } });
  return inspectBinary(binaryIn(join(cached("target"), "packed-addon", target)));
}

/** Builds and packs a platform's package with the toolchains of the cache. Resolves with what there is to say of the binary. */
export async function buildForTest({ platform, target }) {
  const env = target === standIn ? await mingwEnvironment() : await rustEnvironment(target);
  const built = binaryIn(await buildPublishedAddon(target, { targetDir: cached("target"), env }));
  const binary = join(dirname(built), `auriko.${platform}.node`);
  if (binary !== built) copyFileSync(built, binary);
  await packPlatform(binary, packagesFolder());
  return inspectBinary(binary, { maxBytes: Number.POSITIVE_INFINITY });
}
