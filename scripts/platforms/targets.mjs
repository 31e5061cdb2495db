import { standIn } from "./mingw.mjs";

/**
 * Every platform that binaries are published for, and what this machine can do for it: `pack` as published, `build` with
 * less optimisation, or only `check` the types. `runs` are the files of the consumer run by which runner and which Nodes.
 */
export const targets = [
  {
    platform: "linux-x64-gnu",
    target: "x86_64-unknown-linux-gnu",
    make: "pack",
    runner: "host",
    nodes: [18, 26],
    how: "as published",
  },
  {
    platform: "linux-x64-musl",
    target: "x86_64-unknown-linux-musl",
    make: "build",
    runner: "musl",
    nodes: [20, 24],
    how: "a root without glibc",
  },
  {
    platform: "linux-arm64-gnu",
    target: "aarch64-unknown-linux-gnu",
    make: "build",
    runner: "arm64",
    nodes: [18, 26],
    how: "qemu",
  },
  {
    platform: "linux-arm64-musl",
    target: "aarch64-unknown-linux-musl",
    make: "build",
    runner: "muslArm64",
    nodes: [24],
    how: "qemu, a root without glibc",
  },
  {
    platform: "win32-x64-msvc",
    target: standIn,
    make: "build",
    runner: "wine",
    nodes: [18, 20, 22],
    how: "wine, a stand-in by mingw",
  },
  { platform: "win32-x64-msvc", target: "x86_64-pc-windows-msvc", make: "check" },
  { platform: "win32-arm64-msvc", target: "aarch64-pc-windows-msvc", make: "check" },
  { platform: "darwin-x64", target: "x86_64-apple-darwin", make: "check" },
  { platform: "darwin-arm64", target: "aarch64-apple-darwin", make: "check" },
];
