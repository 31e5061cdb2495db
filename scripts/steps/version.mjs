import { existsSync, readdirSync, readFileSync } from "node:fs";
import { at } from "./root.mjs";

const SEMVER = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
const PROVIDER = "packages/ai-sdk-provider";

/** Every file that holds the version of this project, as it reads with another one; changelogs aside. */
export function versionFiles(version) {
  if (!SEMVER.test(version)) throw new Error(`${version} is not a version such as 1.2.3 or 1.2.3-rc.1.`);
  const platforms = readdirSync(at("npm")).map((folder) => `npm/${folder}/package.json`);
  return [
    ...[
      "package.json",
      `${PROVIDER}/package.json`,
      "examples/nextjs-chat/package.json",
      "examples/batch-queue/package.json",
      ...platforms,
    ].map((path) => edited(path, (text) => inManifest(text, path, version))),
    edited("package-lock.json", (text) => inLock(text, version)),
    edited("Cargo.toml", (text) => text.replace(/^(version = )"[^"]*"/m, `$1"${version}"`)),
    ...["Cargo.lock", "fuzz/Cargo.lock"].map((path) => edited(path, (text) => inCargoLock(text, version))),
    ...["ts/version.ts", `${PROVIDER}/src/version.ts`].map((path) =>
      edited(path, (text) => text.replace(/(VERSION = )"[^"]*"/, `$1"${version}"`)),
    ),
  ].filter((file) => file !== undefined);
}

/** The changelogs with the section of a version, dated. */
export function changelogs(version, date) {
  return [
    edited("CHANGELOG.md", (text) => {
      const heading = new RegExp(`^## \\[(?:Unreleased|${escaped(version)})\\].*$`, "m");
      if (!heading.test(text))
        throw new Error(`CHANGELOG.md has no section for ${version}, and none unreleased.`);
      return text.replace(heading, `## [${version}] - ${date}`);
    }),
    edited(`${PROVIDER}/CHANGELOG.md`, (text) =>
      new RegExp(`^## ${escaped(version)}\\b`, "m").test(text)
        ? text
        : text.replace(/^## /m, `## ${version}\n\nReleased together with \`@auriko/sdk\` ${version}.\n\n## `),
    ),
  ];
}

function edited(path, edit) {
  return existsSync(at(path)) ? { path, text: edit(readFileSync(at(path), "utf8")) } : undefined;
}

/** By text, not by JSON: whoever formats the file keeps the last word. An example has no version of its own. */
function inManifest(text, path, version) {
  const own = path.startsWith("examples/")
    ? text
    : text.replace(/^( {2}"version": )"[^"]*"/m, `$1"${version}"`);
  return own.replace(/("@auriko\/(?:sdk|ai-sdk-provider)": )"\^[^"]*"/g, `$1"^${version}"`);
}

function inLock(text, version) {
  const lock = JSON.parse(text);
  lock.version = version;
  for (const path of ["", PROVIDER]) {
    const entry = lock.packages[path];
    if (entry === undefined) continue;
    entry.version = version;
    if (entry.peerDependencies?.["@auriko/sdk"]) entry.peerDependencies["@auriko/sdk"] = `^${version}`;
  }
  return `${JSON.stringify(lock, null, 2)}\n`;
}

function inCargoLock(text, version) {
  return text.replace(/(name = "auriko(?:-node)?"\nversion = )"[^"]*"/g, `$1"${version}"`);
}

const escaped = (text) => text.replace(/[.+]/g, "\\$&");
