import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cached, once } from "../steps/cache.mjs";
import { run } from "../steps/run.mjs";
import { debianFolder } from "./debian.mjs";

/** A compiler with its source, from which the standard library of any target can be compiled. */
const packages = [
  "rustc-web",
  "libstd-rust-web-1.96",
  "libstd-rust-web-dev",
  "libstd-rust-web-dev:arm64",
  "rust-web-src",
  "libllvm22",
];

/** Targets whose standard library comes compiled. */
const withStandardLibrary = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"];

export const rustFolder = () => debianFolder("rust", { packages });

/** The environment in which this machine's cargo compiles for `target`. Less optimised than what is published: it only has to run. */
export async function rustEnvironment(target) {
  const standardLibrary = withStandardLibrary.includes(target);
  return {
    RUSTC: await compiler(),
    RUSTC_BOOTSTRAP: "1",
    CARGO_TARGET_DIR: cached("target"),
    CARGO_INCREMENTAL: "0",
    CARGO_PROFILE_PACKED_LTO: "off",
    CARGO_PROFILE_PACKED_OPT_LEVEL: "1",
    CARGO_PROFILE_PACKED_CODEGEN_UNITS: "16",
    ...(standardLibrary ? {} : { CARGO_UNSTABLE_BUILD_STD: "std,panic_unwind" }),
  };
}

/** Compiles one file of the standard library's own sources to an object file. */
export async function compileRuntimeObject(target, source, object) {
  const path = join(await rustFolder(), "usr/lib/rustlib/src/rust/library/rtstartup", source);
  const args = ["--target", target, "--emit=obj", "-o", object, path];
  await run(await compiler(), args, { env: { RUSTC_BOOTSTRAP: "1" }, quiet: true });
}

async function compiler() {
  const usr = join(await rustFolder(), "usr");
  const wrapper = await once("rust-wrapper", { usr }, (folder) => {
    const path = join(folder, "rustc");
    const libraries = join(usr, "lib/x86_64-linux-gnu");
    writeFileSync(path, `#!/bin/sh\nexec env LD_LIBRARY_PATH='${libraries}' '${usr}/bin/rustc' "$@"\n`);
    chmodSync(path, 0o755);
  });
  return join(wrapper, "rustc");
}
