import { homedir } from "node:os";
import { join } from "node:path";
import { root } from "./root.mjs";
import { zigEnvironment } from "./zig.mjs";

/** The oldest glibc that a published binary runs on: that of RHEL 7 and its like. */
export const glibcFloor = [2, 17];

/**
 * How the published binary of a target is built: what `napi build` is given as the target, its flags, and its environment.
 * `given` is the environment that flags are added to. Linux always goes through zig, here as in CI: a host's own linker would bind the binary to the host's glibc.
 */
export async function toolchainOf(target, given = process.env, zig = zigEnvironment) {
  const env = { RUSTFLAGS: rustFlags(target, given).join(" ") };
  if (!target.includes("-linux-")) return { target, flags: [], env };
  const suffix = target.endsWith("-gnu") ? `.${glibcFloor.join(".")}` : "";
  return {
    target: `${target}${suffix}`,
    flags: ["--cross-compile"],
    env: { ...env, ...(await zig()) },
  };
}

/** The folders of this machine whose names would otherwise stand in the messages of panics. */
export const privateFolders = () => [root, process.env.CARGO_HOME ?? join(homedir(), ".cargo")];

function rustFlags(target, given) {
  const remapped = privateFolders().map((folder, index) => `--remap-path-prefix=${folder}=/${index}`);
  // A Windows machine need not have the runtime library of Visual C++.
  const linked = target.endsWith("-msvc") ? ["-Ctarget-feature=+crt-static"] : [];
  return [given.RUSTFLAGS, ...remapped, ...linked].filter(Boolean);
}

/** The target that binaries for this machine are published under. */
export function hostTarget() {
  const cpu = { x64: "x86_64", arm64: "aarch64" }[process.arch];
  const system = {
    darwin: "apple-darwin",
    win32: "pc-windows-msvc",
    linux: isMusl() ? "unknown-linux-musl" : "unknown-linux-gnu",
  }[process.platform];
  if (!cpu || !system) {
    throw new Error(`There are no published binaries for ${process.platform} on ${process.arch}`);
  }
  return `${cpu}-${system}`;
}

const isMusl = () => process.report.getReport().header.glibcVersionRuntime === undefined;

/** The name of the platform package for this machine, without its scope: `linux-x64-gnu`. */
export function hostPlatform() {
  const [os, cpu] = [process.platform, process.arch];
  const abi = { linux: isMusl() ? "-musl" : "-gnu", win32: "-msvc" }[os] ?? "";
  return `${os}-${cpu}${abi}`;
}
