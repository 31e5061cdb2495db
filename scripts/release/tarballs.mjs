import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packPlatform, packRoot, packWorkspacePackage, platformOf, platforms } from "../steps/pack.mjs";
import { at, root } from "../steps/root.mjs";
import { run } from "../steps/run.mjs";
import { writePlaceholder } from "./placeholder.mjs";

/** Where the rehearsal's packages claim to come from: a package that names no source is not published. */
export const rehearsalRepository = {
  GITHUB_SERVER_URL: "https://git.example",
  GITHUB_REPOSITORY: "auriko/rehearsal",
};

/**
 * Packs everything that a release consists of into a folder: what is built here, and placeholders for other platforms.
 * `published` packs this machine's binary as it would be published, which takes minutes.
 */
export async function packRelease(folder, { published }) {
  Object.assign(process.env, rehearsalRepository);
  const built = readdirSync(root).find((name) => name.endsWith(".node"));
  if (published) {
    await run(process.execPath, [at("scripts/pack-platform.mjs"), "--out", folder]);
  } else {
    await packRoot(folder);
    await packPlatform(at(built), folder);
    await packWorkspacePackage("packages/ai-sdk-provider", folder);
  }
  const scratch = mkdtempSync(join(tmpdir(), "auriko-placeholders-"));
  try {
    for (const { folder: platform } of platforms().filter((each) => each.folder !== platformOf(built))) {
      const binary = join(scratch, `auriko.${platform}.node`);
      writePlaceholder(binary, platform);
      await packPlatform(binary, folder);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The same packages as an earlier version, in another folder. */
export async function packAs(version, from, to) {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((each) => each.endsWith(".tgz"))) {
    const scratch = mkdtempSync(join(tmpdir(), "auriko-earlier-"));
    try {
      await run("tar", ["-xzf", join(from, name), "-C", scratch], { quiet: true });
      const path = join(scratch, "package/package.json");
      const manifest = JSON.parse(readFileSync(path, "utf8"));
      const asked = Object.keys(manifest.optionalDependencies ?? {}).map((each) => [each, version]);
      if (asked.length > 0) manifest.optionalDependencies = Object.fromEntries(asked);
      if (manifest.peerDependencies?.["@auriko/sdk"])
        manifest.peerDependencies["@auriko/sdk"] = `^${version}`;
      writeFileSync(path, JSON.stringify({ ...manifest, version }));
      await run("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", to], {
        cwd: join(scratch, "package"),
        quiet: true,
      });
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }
}
