import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { napiBuild } from "./addon.mjs";
import { toolchainOf } from "./toolchain.mjs";

/**
 * Compiles what is published for a target: stripped, without test-only exports. Resolves with the folder that holds the
 * binary, its loader and its declarations. `env` serves where the compiler is not this machine's own.
 */
export async function buildPublishedAddon(target, { targetDir, env = {} }) {
  const outputDir = join(targetDir, "packed-addon", target);
  rmSync(outputDir, { recursive: true, force: true });
  mkdirSync(outputDir, { recursive: true });
  const toolchain = await toolchainOf(target, env);
  await napiBuild({
    profile: "packed",
    outputDir,
    targetDir,
    target: toolchain.target,
    extra: toolchain.flags,
    env: { ...env, ...toolchain.env },
  });
  return outputDir;
}

/** The binary in a folder that `buildPublishedAddon` made. */
export const binaryIn = (folder) =>
  join(
    folder,
    readdirSync(folder).find((file) => file.endsWith(".node")),
  );
