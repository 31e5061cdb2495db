import { libcOf } from "./libc";
import type { Surroundings } from "./surroundings";

/** Every build that is published, by the end of its package's name. */
export const BUILDS = [
  "darwin-arm64",
  "darwin-x64",
  "linux-arm64-gnu",
  "linux-arm64-musl",
  "linux-x64-gnu",
  "linux-x64-musl",
  "win32-arm64-msvc",
  "win32-x64-msvc",
] as const;

/** `linux-x64-gnu` and its like. */
export type Build = (typeof BUILDS)[number];

/** The package that holds a build. */
export const packageOf = (build: Build): string => `@auriko/sdk-${build}`;

/** The builds that may run here: one, or both for Linux where nothing tells which C library Node uses; often enough none. */
export function buildsForThisMachine(surroundings: Surroundings): readonly Build[] {
  const system = `${process.platform}-${process.arch}`;
  const libc = process.platform === "linux" ? libcOf(surroundings) : undefined;
  const exact = libc === undefined ? system : `${system}-${libc}`;
  return BUILDS.filter((build) => build === exact || build.startsWith(`${exact}-`));
}
