/**
 * Runs the loader of the addon. It stands directly under the root, in the source and in the build, so that the path to the
 * loader is the same in both and can be followed by tools that trace what a program needs.
 */
export function requireAddon(): unknown {
  return require("../native.cjs");
}
