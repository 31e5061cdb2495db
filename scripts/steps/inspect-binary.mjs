import { readFileSync, statSync } from "node:fs";
import { glibcFloor, privateFolders } from "./toolchain.mjs";

/** What a published binary may weigh, unpacked. */
export const maxBinaryBytes = 6 * 1024 * 1024;

/**
 * The newest glibc that a Linux binary asks for, as `[2, 17]`; undefined when it asks for none. The linker writes the names
 * of the versions it bound to into the file as text, whatever machine the file is for.
 */
export function newestGlibc(bytes) {
  const versions = [...bytes.toString("latin1").matchAll(/GLIBC_(\d+)\.(\d+)/g)].map(([, major, minor]) => [
    Number(major),
    Number(minor),
  ]);
  return versions.sort(isNewer)[0];
}

const isNewer = ([a, b], [c, d]) => c - a || d - b;

/**
 * Rejects when a binary is too big, needs a newer glibc than we promise, or tells of the machine it was built on. Resolves
 * with a line that says what it found. `maxBytes` is for builds that are optimised less than what is published.
 */
export async function inspectBinary(binary, { maxBytes = maxBinaryBytes } = {}) {
  const { size } = statSync(binary);
  const megabytes = `${(size / 1024 / 1024).toFixed(2)} MB`;
  if (size > maxBytes) throw new Error(`${binary} has grown to ${megabytes}; the budget is 6 MB`);

  const bytes = readFileSync(binary);
  const told = privateFolders().find(
    (folder) => bytes.includes(`${folder}/`) || bytes.includes(`${folder}\\`),
  );
  if (told) throw new Error(`${binary} contains paths of the machine that built it: ${told}`);
  if (!binary.endsWith("-gnu.node") || binary.includes("win32")) return megabytes;

  const glibc = newestGlibc(bytes);
  if (glibc && isNewer(glibc, glibcFloor) < 0) {
    throw new Error(
      `${binary} needs glibc ${glibc.join(".")}; the oldest system that we support has ${glibcFloor.join(".")}`,
    );
  }
  return `${megabytes}, glibc ${glibc?.join(".") ?? "not needed"}`;
}
