import { readdirSync, readFileSync } from "node:fs";
import { whenStale } from "./freshness.mjs";
import { at, root } from "./root.mjs";
import { runTool } from "./run.mjs";

const sources = ["src", "crates", "Cargo.toml", "Cargo.lock", "build.rs", ".cargo"];

const addonsAtRoot = () => readdirSync(root).filter((name) => name.endsWith(".node"));

/**
 * Compiles the native core for this machine to the root, where the loader looks first, and writes the loader
 * native.cjs beside it. Holds the test-only exports; what is packed never does.
 */
export function ensureAddon() {
  const { version, napi } = JSON.parse(readFileSync(at("package.json"), "utf8"));
  const target = `${process.platform}-${process.arch}`;
  const settings = { profile: "release", features: "testing", target, version, napi };
  const outputs = () => ["native.cjs", "native.d.cts", addonsAtRoot()[0] ?? "auriko.node"];
  return whenStale({ name: "addon", inputs: sources, outputs, settings }, () =>
    napiBuild({ profile: settings.profile, features: settings.features, outputDir: root }),
  );
}

/** One run of `napi build`; `extra` takes the cross-compilation flags. */
export function napiBuild({
  profile,
  features,
  outputDir,
  target,
  targetDir = at("target"),
  extra = [],
  env = {},
}) {
  const args = [
    "build",
    "--platform",
    "--profile",
    profile,
    ...(features ? ["--features", features] : []),
    ...(target ? ["--target", target] : []),
    "--output-dir",
    outputDir,
    "--target-dir",
    targetDir,
    "--js",
    "native.cjs",
    "--dts",
    "native.d.cts",
    "--no-const-enum",
    ...extra,
    "--",
    "--locked",
  ];
  return runTool("@napi-rs/cli", args, { env });
}
