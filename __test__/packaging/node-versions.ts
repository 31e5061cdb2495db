import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../house/repository";

const platform = process.platform === "win32" ? "win" : process.platform;

/**
 * The path of a Node of the given major version. npm carries Node's binaries as packages, so a machine needs no version
 * manager; they are kept with the other build caches.
 */
export function nodeOfMajor(major: number): string {
  const folder = join(root, "node_modules/.cache/auriko/node", String(major));
  const name = `node-${platform}-${process.arch}`;
  const binary = join(
    folder,
    "node_modules",
    name,
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  if (!existsSync(binary)) installInto(folder, `${name}@${major}`);
  return binary;
}

/** The path of the newest Bun or Deno, which npm carries too: the one executable in the package for this platform. */
export function otherRuntime(name: "bun" | "deno"): string {
  const folder = join(root, "node_modules/.cache/auriko", name);
  const find = () => {
    const packages = join(folder, "node_modules", name === "bun" ? "@oven" : "@deno");
    if (!existsSync(packages)) return undefined;
    const files = readdirSync(packages, { recursive: true }).map(String);
    const file = files.find((path) => /(^|[\\/])(bun|deno)(\.exe)?$/.test(path));
    return file === undefined ? undefined : join(packages, file);
  };
  if (find() === undefined) installInto(folder, name);
  return find() ?? "missing";
}

/**
 * Installs a package under `folder`, whole or not at all: files of tests run at the same time and may want the same one.
 * The binaries come in the packages themselves; their scripts would only move them.
 */
function installInto(folder: string, name: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  const flags = [
    "--prefix",
    fresh,
    "--no-save",
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    "--loglevel=error",
  ];
  npm(["install", ...flags, name], fresh);
  rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(fresh, folder);
  } catch (error) {
    // Somebody else's has come in between and is as good.
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

/** Runs npm without the settings that the surrounding npm run has put into the environment. */
export function npm(args: string[], cwd: string, env: NodeJS.ProcessEnv = cleanEnvironment()): string {
  return execFileSync("npm", args, {
    cwd,
    env,
    encoding: "utf8",
    shell: process.platform === "win32",
    stdio: "pipe",
  });
}

/** The environment of somebody who only has Node: no Rust, no NODE_OPTIONS, nothing of this repository. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(?!config_registry)|NODE_OPTIONS|NODE_PATH|VITEST|CARGO|RUST|NAPI_RS|AURIKO)/i.test(name),
  );
  const separator = process.platform === "win32" ? ";" : ":";
  const path = (process.env.PATH ?? "")
    .split(separator)
    .filter((folder) => !/cargo|rustup|node_modules/.test(folder))
    .join(separator);
  return { ...Object.fromEntries(kept), PATH: path };
}
