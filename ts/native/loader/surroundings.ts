/** Where the SDK's code is, as that code finds out for itself: the loader can't, it may have been bundled into it. */
export interface Whereabouts {
  /** Resolves from the SDK's code, bundled or not. */
  readonly require: NodeJS.Require;
  /** The folder of that code. */
  readonly folder: string;
  /** Whether a bundler has taken it in; undefined where it can't be told. */
  readonly bundled?: boolean;
}

/** The parts of Node that the loader needs. */
export interface Surroundings extends Whereabouts {
  readonly fs: typeof import("node:fs");
  readonly path: typeof import("node:path");
}

/** Gets Node's modules by the SDK's `require`: in a bundle the loader has none of its own. */
export function surroundingsOf(whereabouts: Whereabouts): Surroundings {
  return {
    ...whereabouts,
    fs: builtin(whereabouts.require, "node:fs"),
    path: builtin(whereabouts.require, "node:path"),
  };
}

function builtin<T>(require: NodeJS.Require, name: string): T {
  const direct: ((name: string) => unknown) | undefined = Reflect.get(process, "getBuiltinModule");
  return (direct?.(name) ?? require(name)) as T;
}
