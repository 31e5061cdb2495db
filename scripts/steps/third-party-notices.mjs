import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { at } from "./root.mjs";
import { run } from "./run.mjs";

const notice = /^(licen[cs]e|copying|notice|copyright|unlicense)/i;

/** The name of the file in a platform package. */
export const noticesFile = "THIRD-PARTY-NOTICES.txt";

/** The licences of every crate that is compiled into the binary for a target, as one text: which crates, then their own words. */
export async function thirdPartyNotices(target) {
  const crates = await linkedCrates(target);
  const texts = new Map();
  for (const crate of crates) {
    for (const text of licenceTexts(crate)) texts.set(text, [...(texts.get(text) ?? []), label(crate)]);
  }
  const list = crates.map((crate) => `${label(crate)}: ${crate.license ?? "see its text"}${origin(crate)}`);
  const parts = [...texts].map(([text, names]) => `${rule}\n${names.join(", ")}\n${rule}\n\n${text}`);
  return `${[heading, list.join("\n"), library, ...parts].join("\n\n")}\n`;
}

const rule = "-".repeat(80);
const heading = "The binary in this package contains the following open source libraries.";
const library =
  "It also contains parts of the Rust standard library: MIT OR Apache-2.0, Copyright (c) The Rust Project Developers.";

const label = ({ name, version }) => `${name} ${version}`;
const origin = ({ repository }) => (repository ? `, ${repository}` : "");

/** The packages of a registry that end up in the addon: what its code depends on, without what only builds or tests it. */
export async function linkedCrates(target) {
  const args = ["metadata", "--format-version", "1", "--locked", "--filter-platform", target];
  const { packages, resolve } = JSON.parse(await run("cargo", args, { quiet: true }));
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const known = new Map(packages.map((each) => [each.id, each]));
  const reached = new Set();
  const visit = (id) => {
    if (reached.has(id) || isMacro(known.get(id))) return;
    reached.add(id);
    for (const { pkg, dep_kinds: kinds } of nodes.get(id).deps) {
      if (kinds.some(({ kind }) => kind === null)) visit(pkg);
    }
  };
  visit(addonId(packages));
  return [...reached]
    .map((id) => known.get(id))
    .filter(({ source }) => source !== null)
    .sort((a, b) => label(a).localeCompare(label(b)));
}

const isMacro = ({ targets }) => targets.some(({ kind }) => kind.includes("proc-macro"));

const addonId = (packages) => packages.find(({ manifest_path: path }) => path === at("Cargo.toml")).id;

/** Where the licence of a repository lies whose crates come without one. */
const elsewhere = {
  "https://github.com/boinkor-net/governor.git": "scripts/steps/licences/governor.txt",
  "https://github.com/napi-rs/napi-rs": "node_modules/@napi-rs/cli/LICENSE",
};

function licenceTexts(crate) {
  const folder = dirname(crate.manifest_path);
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map(({ name }) => name);
  const own = names.filter((name) => notice.test(name) || name === crate.license_file);
  const paths = own.map((name) => join(folder, name));
  if (own.length === 0 && elsewhere[crate.repository]) paths.push(at(elsewhere[crate.repository]));
  if (paths.length === 0) {
    throw new Error(
      `${label(crate)} comes without the text of its licence: name where it lies in ${import.meta.url}`,
    );
  }
  return paths.map((path) => readFileSync(path, "utf8").trim());
}
