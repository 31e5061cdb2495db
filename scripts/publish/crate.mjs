import { existsSync, readFileSync } from "node:fs";
import { at } from "../steps/root.mjs";
import { run } from "../steps/run.mjs";

const folder = "crates/auriko";

/** Whether the tree holds a crate that may be published. */
export const hasCrate = () =>
  existsSync(at(folder, "Cargo.toml")) &&
  !/^publish = false/m.test(readFileSync(at(folder, "Cargo.toml"), "utf8"));

/**
 * Publishes the Rust crate; a dry run packs it and compiles what was packed. Resolves with false when this version is
 * already there.
 */
export async function publishCrate({ dryRun }) {
  const flags = ["--locked", "--package", "auriko", ...(dryRun ? ["--dry-run", "--allow-dirty"] : [])];
  try {
    await run("cargo", ["publish", ...flags]);
  } catch (error) {
    if (/already (exists|uploaded)/.test(error.output ?? "")) return false;
    throw error;
  }
}
