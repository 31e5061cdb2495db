import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { absoluteLinks } from "./absolute-links.mjs";
import { addHints } from "./platform-hints.mjs";
import { at } from "./root.mjs";
import { run } from "./run.mjs";
import { repositoryFields, sourceRepository } from "./source-repository.mjs";
import { noticesFile, thirdPartyNotices } from "./third-party-notices.mjs";

const readManifest = (folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

/** The folder below npm/ that a binary belongs to, from its name. */
export const platformOf = (binary) => basename(binary).replace(/^auriko\.(.+)\.node$/, "$1");

/**
 * Packs @auriko/sdk from what is built. The packed manifest asks for the platform packages, which the committed one
 * can't while they are unpublished, and leaves out what only concerns this repository. Resolves with the tarball.
 */
export function packRoot(outDir) {
  return inStaging(async (staging) => {
    const [{ files }] = JSON.parse(await npm(["pack", "--dry-run", "--json"], at(".")));
    for (const { path } of files) copy(at(path), join(staging, path));

    const { devDependencies, scripts, workspaces, napi, ...manifest } = readManifest(at("."));
    manifest.optionalDependencies = Object.fromEntries(
      platforms().map(({ packageName }) => [packageName, manifest.version]),
    );
    return finish(staging, manifest, "", outDir);
  });
}

/** Packs a package of the workspace that builds on the SDK, as it is built. Resolves with the tarball. */
export function packWorkspacePackage(directory, outDir) {
  return inStaging(async (staging) => {
    const [{ files }] = JSON.parse(await npm(["pack", "--dry-run", "--json"], at(directory)));
    for (const { path } of files) copy(at(directory, path), join(staging, path));
    copy(at("LICENSE"), join(staging, "LICENSE"));
    const { devDependencies, scripts, ...manifest } = readManifest(at(directory));
    return finish(staging, manifest, directory, outDir);
  });
}

/**
 * Packs the platform package that a binary belongs to, with the licences of what was compiled into it. Resolves with the
 * tarball.
 */
export function packPlatform(binary, outDir) {
  return inStaging(async (staging) => {
    const directory = `npm/${platformOf(binary)}`;
    const { target } = platforms().find(({ folder }) => folder === platformOf(binary));
    copy(at(directory), staging);
    copy(binary, join(staging, basename(binary)));
    copy(at("LICENSE"), join(staging, "LICENSE"));
    addHints(staging, binary);
    writeFileSync(join(staging, noticesFile), await thirdPartyNotices(target));
    const manifest = readManifest(staging);
    return finish(staging, { ...manifest, files: [...manifest.files, noticesFile] }, directory, outDir);
  });
}

/**
 * The eight platforms: the target that each is compiled for, its folder below npm/ and the package's name.
 * @returns {{ target: string, folder: string, packageName: string }[]}
 */
export function platforms() {
  const { targets, packageName } = readManifest(at(".")).napi;
  return folders(targets).map((folder, index) => ({
    target: targets[index],
    folder,
    packageName: `${packageName}-${folder}`,
  }));
}

/** Completes a staged package by what only the repository knows, and packs it. */
function finish(staging, manifest, directory, outDir) {
  const repository = sourceRepository();
  const complete = { ...manifest, ...repositoryFields(repository, directory) };
  writeFileSync(join(staging, "package.json"), `${JSON.stringify(complete, null, 2)}\n`);
  for (const name of readdirSync(staging).filter((each) => each.endsWith(".md"))) {
    const path = join(staging, name);
    writeFileSync(path, absoluteLinks(readFileSync(path, "utf8"), repository, directory));
  }
  return packFolder(staging, outDir);
}

function folders(targets) {
  const names = { "unknown-linux": "linux", "apple-darwin": "darwin", "pc-windows": "win32" };
  return targets.map((target) => {
    const [, cpu, system, abi] = target.match(
      /^(x86_64|aarch64)-(unknown-linux|apple-darwin|pc-windows)-?(\w*)$/,
    );
    return [names[system], cpu === "x86_64" ? "x64" : "arm64", abi].filter(Boolean).join("-");
  });
}

/** Packs a folder as it stands. Resolves with the tarball. */
export async function packFolder(folder, outDir) {
  mkdirSync(outDir, { recursive: true });
  const { files } = readManifest(folder);
  const absent = files.filter((path) => !path.includes("*") && !existsSync(join(folder, path)));
  if (absent.length > 0)
    throw new Error(`The manifest promises files that are not there: ${absent.join(", ")}`);
  const [{ filename }] = JSON.parse(await npm(["pack", "--json", "--pack-destination", outDir], folder));
  return join(outDir, filename);
}

const npm = (args, cwd) => run("npm", ["--silent", "--ignore-scripts", ...args], { cwd, quiet: true });

function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true });
}

async function inStaging(work) {
  const staging = mkdtempSync(join(tmpdir(), "auriko-pack-"));
  try {
    return await work(staging);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}
