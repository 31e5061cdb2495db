import { statSync } from "node:fs";
import { run } from "./run.mjs";

/** What a published binary may weigh, unpacked. */
export const maxBinaryBytes = 6 * 1024 * 1024;

/** The newest glibc that a Linux binary asks for, as `[2, 17]`; undefined when it asks for none. */
export async function newestGlibc(binary) {
  const symbols = await run("objdump", ["-T", binary], { quiet: true });
  const versions = [...symbols.matchAll(/GLIBC_(\d+)\.(\d+)/g)].map(([, major, minor]) => [
    Number(major),
    Number(minor),
  ]);
  return versions.sort(([a, b], [c, d]) => c - a || d - b)[0];
}

/** Rejects when a binary is too big, or needs a newer glibc than allowed. Resolves with a line that says what it found. */
export async function inspectBinary(binary, { maxGlibc }) {
  const { size } = statSync(binary);
  const megabytes = `${(size / 1024 / 1024).toFixed(2)} MB`;
  if (size > maxBinaryBytes) throw new Error(`${binary} has grown to ${megabytes}; the budget is 6 MB`);
  if (!binary.endsWith("-gnu.node")) return megabytes;

  const glibc = await newestGlibc(binary);
  const [major, minor] = maxGlibc ?? [Number.POSITIVE_INFINITY, 0];
  if (glibc && (glibc[0] > major || (glibc[0] === major && glibc[1] > minor))) {
    throw new Error(
      `${binary} needs glibc ${glibc.join(".")}; the oldest system that we support has ${maxGlibc.join(".")}`,
    );
  }
  return `${megabytes}, glibc ${glibc?.join(".") ?? "not needed"}`;
}
