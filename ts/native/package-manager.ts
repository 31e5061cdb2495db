import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { whereabouts } from "../require-addon";

interface PackageManager {
  /** A file that it leaves at the root of a project. */
  readonly trace: string;
  readonly lock: string;
  readonly install: string;
}

const MANAGERS: readonly PackageManager[] = [
  { trace: "node_modules/.pnpm", lock: "pnpm-lock.yaml", install: "pnpm install" },
  { trace: "node_modules/.yarn-integrity", lock: "yarn.lock", install: "yarn install" },
  { trace: "node_modules/.yarn-state.yml", lock: "yarn.lock", install: "yarn install" },
  { trace: ".pnp.cjs", lock: "yarn.lock", install: "yarn install" },
  { trace: "bun.lock", lock: "bun.lock", install: "bun install" },
  { trace: "bun.lockb", lock: "bun.lockb", install: "bun install" },
  { trace: "deno.lock", lock: "deno.lock", install: "deno install" },
];

const npm: PackageManager = {
  trace: "node_modules/.package-lock.json",
  lock: "package-lock.json",
  install: "npm install",
};

/** How to install again with the package manager that installed this copy. */
export function reinstall(how: string): string {
  const { lock, install } = managerOf(whereabouts().folder);
  return `delete node_modules and, if it was written on another system, ${lock}, and run \`${install}\` ${how}`;
}

/** The package manager of the project that a folder belongs to, by what it leaves there; npm when nothing tells. */
export function managerOf(folder: string): PackageManager {
  for (let at = folder; ; at = dirname(at)) {
    const found = [npm, ...MANAGERS].find(({ trace }) => existsSync(join(at, trace)));
    if (found) return found;
    if (at === dirname(at)) return npm;
  }
}
