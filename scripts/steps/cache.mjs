import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * A path below the folder that keeps what was fetched from registries: toolchains, runtimes, package managers. It lies
 * outside the tree, so that every checkout shares it; `AURIKO_CACHE` moves it.
 */
export const cached = (...parts) =>
  join(process.env.AURIKO_CACHE || join(homedir(), ".cache/auriko"), ...parts);

/**
 * Makes a folder of the cache by `make(folder)`, unless it was made before from the same `settings`. A folder whose making
 * broke off is made anew. Resolves with the folder.
 */
export async function once(name, settings, make) {
  const folder = cached(name);
  const stamp = join(folder, ".made-from.json");
  const wanted = JSON.stringify(settings);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await make(folder);
  writeFileSync(stamp, wanted);
  return folder;
}
