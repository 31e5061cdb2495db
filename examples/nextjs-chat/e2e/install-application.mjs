import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packPlatform, packRoot } from "../../../scripts/steps/pack.mjs";

const example = fileURLToPath(new URL("..", import.meta.url));
const repository = join(example, "../..");
const npm = (args, cwd) =>
  execFileSync("npm", ["--no-audit", "--no-fund", "--loglevel=error", ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });

/**
 * A copy of the application with its dependencies, the two packages of this repository as they would be published:
 * linked ones lie outside node_modules, where Next.js would bundle them in spite of `serverExternalPackages`.
 */
export async function installApplication() {
  const folder = mkdtempSync(join(tmpdir(), "auriko-nextjs-chat-"));
  const skipped = new Set(["node_modules", ".next", "e2e", "package-lock.json", "screenshot.png"]);
  cpSync(example, folder, { recursive: true, filter: (path) => !skipped.has(path.slice(example.length)) });

  const tarballs = await pack(join(folder, "tarballs"));
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  manifest.dependencies = { ...manifest.dependencies, ...tarballs };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  npm(["install"], folder);
  return folder;
}

async function pack(folder) {
  mkdirSync(folder);
  const addon = readdirSync(repository).find((name) => name.endsWith(".node"));
  const provider = join(repository, "packages/ai-sdk-provider");
  if (addon === undefined || !existsSync(join(provider, "dist"))) {
    throw new Error("There is nothing to pack yet: run `npm run build` in the repository first.");
  }
  const [{ filename }] = JSON.parse(npm(["pack", "--json", "--pack-destination", folder], provider));
  const platform = await packPlatform(join(repository, addon), folder);
  const name = JSON.parse(
    readFileSync(join(repository, "npm", platformFolder(addon), "package.json"), "utf8"),
  ).name;
  return {
    "@auriko/sdk": `file:${await packRoot(folder)}`,
    "@auriko/ai-sdk-provider": `file:${join(folder, filename)}`,
    [name]: `file:${platform}`,
  };
}

const platformFolder = (addon) => addon.replace(/^auriko\.(.+)\.node$/, "$1");
