import type { Build } from "./builds";
import { classify } from "./classify";
import { inspectAddon } from "./inspect-addon";
import type { AddonProblem } from "./load-failure";
import type { Surroundings } from "./surroundings";

/** Whether a value is the addon, and not what a bundler put in its place. */
export function isAddon(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof Reflect.get(value, "NativeDispatcher") === "function"
  );
}

/** Loads an addon from a file that has been looked at first. */
export function openAddon(
  surroundings: Surroundings,
  path: string,
  build: Build,
): { addon: object } | AddonProblem {
  const problem = inspectAddon(surroundings.fs, path, build);
  if (problem) return problem;
  try {
    const value = path.endsWith(".node") ? surroundings.require(path) : dlopen(path);
    if (isAddon(value)) return { addon: value };
    return { kind: "damaged", path, detail: "it loads, but is not the addon of @auriko/sdk" };
  } catch (cause) {
    return { ...classify(cause, surroundings), path, cause };
  }
}

// `require` knows an addon by its ending, and a bundler may have given it another.
function dlopen(path: string): unknown {
  const module = { exports: {} };
  process.dlopen(module, path);
  return module.exports;
}
