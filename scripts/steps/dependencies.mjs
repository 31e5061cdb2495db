import { existsSync, readFileSync } from "node:fs";
import { at } from "./root.mjs";
import { run } from "./run.mjs";

const read = (path) => JSON.parse(readFileSync(path, "utf8")).packages;

/** Whether node_modules holds what package-lock.json asks for; packages for other platforms may be missing. */
function installed() {
  const marker = at("node_modules/.package-lock.json");
  if (!existsSync(marker)) return false;
  const present = read(marker);
  return Object.entries(read(at("package-lock.json"))).every(([path, wanted]) => {
    if (!path.includes("node_modules/")) return true;
    if (wanted.link) return existsSync(at(path));
    const found = present[path];
    return found ? found.version === wanted.version : wanted.optional === true || wanted.peer === true;
  });
}

/** Runs `npm ci` unless node_modules already agrees with the lock file. */
export async function ensureDependencies() {
  if (installed()) return false;
  process.stdout.write("npm ci: installing the development tools\n");
  await run("npm", ["ci", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]);
  return true;
}
