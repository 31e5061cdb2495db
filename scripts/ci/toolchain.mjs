// Installs the toolchain that rust-toolchain.toml pins, or the one that RUST_VERSION names, with the TARGETS and COMPONENTS of
// the environment.
import { readFileSync } from "node:fs";
import { fail } from "../steps/progress.mjs";
import { at } from "../steps/root.mjs";
import { run } from "../steps/run.mjs";

const words = (text = "") => text.split(/\s+/).filter(Boolean);

try {
  const pinned = readFileSync(at("rust-toolchain.toml"), "utf8").match(/^channel = "(.+)"$/m)[1];
  const targets = words(process.env.TARGETS).flatMap((target) => ["--target", target]);
  const components = words(process.env.COMPONENTS).flatMap((component) => ["--component", component]);
  await run("rustup", [
    "toolchain",
    "install",
    process.env.RUST_VERSION || pinned,
    "--profile=minimal",
    "--no-self-update",
    ...targets,
    ...components,
  ]);
} catch (error) {
  fail(error);
}
