import { whereabouts } from "./require-addon";

/** A module of Node that only some programs need, loaded when they do; in CommonJS and in ES modules. */
export function builtinModule<T>(name: `node:${string}`): T {
  const direct: ((name: string) => unknown) | undefined = Reflect.get(process, "getBuiltinModule");
  return (direct?.(name) ?? whereabouts().require(name)) as T;
}
