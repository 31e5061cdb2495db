import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { at } from "./root.mjs";

const atLeast = (version, wanted) => {
  const [major, minor] = version.split(".").map(Number);
  const [wantedMajor, wantedMinor] = wanted.split(".").map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
};

/** Refuses early, and in words, what would otherwise fail late and obscurely. */
export function checkRequirements() {
  if (!atLeast(process.versions.node, "20.19")) {
    throw new Error(
      `Building needs Node 20.19 or newer; this is ${process.versions.node}. (The built package runs on Node 18.17.)`,
    );
  }
  const wanted = readFileSync(at("Cargo.toml"), "utf8").match(/^rust-version = "([\d.]+)"/m)[1];
  const found = rustVersion();
  if (!found)
    throw new Error(`Building needs a Rust toolchain, version ${wanted} or newer: see https://rustup.rs`);
  if (!atLeast(found, wanted)) {
    throw new Error(
      `Building needs Rust ${wanted} or newer; this is ${found}. \`rustup update\` gets the newest.`,
    );
  }
}

function rustVersion() {
  try {
    return execFileSync("cargo", ["--version"], { encoding: "utf8" }).match(/\d+\.\d+\.\d+/)?.[0];
  } catch {
    return undefined;
  }
}
