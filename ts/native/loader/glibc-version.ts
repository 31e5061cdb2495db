import type { Surroundings } from "./surroundings";

/** The version of the glibc that this process runs on, as that library says of itself; only asked when loading failed. */
export function glibcVersion({ fs }: Surroundings): string | undefined {
  try {
    const maps = fs.readFileSync("/proc/self/maps", "utf8");
    const path = /\s(\/\S*\/libc(?:-2\.\d+)?\.so(?:\.6)?)$/m.exec(maps)?.[1];
    if (path === undefined) return undefined;
    return /GNU C Library [^\n]*version (\d+\.\d+)/.exec(fs.readFileSync(path, "latin1"))?.[1];
  } catch {
    return undefined;
  }
}
