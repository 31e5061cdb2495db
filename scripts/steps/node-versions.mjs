import { join } from "node:path";
import { once } from "./cache.mjs";
import { run } from "./run.mjs";

/** Node's own binaries, which npm carries as packages: the path of one for `platform`, such as `linux-arm64` or `win-x64`. */
export async function nodeFor(platform, major) {
  const name = `node-${platform}`;
  const folder = await once(`node/${platform}-${major}`, { name, major }, (into) => {
    // The packages may be for another machine than this one, and their scripts would only move the binary.
    const flags = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--force", "--loglevel=error"];
    return run("npm", ["install", "--prefix", into, ...flags, `${name}@${major}`], { quiet: true });
  });
  return join(folder, "node_modules", name, "bin", platform.startsWith("win") ? "node.exe" : "node");
}

/** The same for this machine. */
export const nodeOfMajor = (major) =>
  nodeFor(`${process.platform === "win32" ? "win" : process.platform}-${process.arch}`, major);
