/**
 * What makes an error ours. The brand lives on prototypes under a registered symbol, so that `instanceof` also holds
 * for errors from another realm or from a second copy of the package, which ordinary prototype identity would miss.
 */
export const brand: unique symbol = Symbol.for("@auriko/sdk/error") as never;

/** The classes that an error belongs to, by name. Distinct per class, which also keeps `instanceof` narrowing exact. */
export type Brand<Name extends string> = { readonly [K in Name]: true };

const className = Symbol.for("@auriko/sdk/error/class");

interface Branded {
  readonly [brand]?: Readonly<Record<string, true>>;
}

// biome-ignore lint/complexity/noBannedTypes: any class of the tree, whatever its constructor takes
type ErrorClass = Function & { prototype: Branded };

/** Gives a class of the error tree its name and its brand; called once, in its static block. */
export function brandClass(target: ErrorClass, name: string, errorName = name): void {
  const names = { ...target.prototype[brand], [name]: true };
  Object.defineProperty(target.prototype, brand, { value: Object.freeze(names) });
  Object.defineProperty(target.prototype, "name", { value: errorName, writable: true, configurable: true });
  Object.defineProperty(target, className, { value: name });
}

/** `instanceof` for our classes by brand; for subclasses made by users, by prototype as always. */
export function hasInstance(target: unknown, value: unknown): boolean {
  if (typeof target !== "function") return false;
  const name = Object.getOwnPropertyDescriptor(target, className)?.value as string | undefined;
  if (name === undefined) return Function.prototype[Symbol.hasInstance].call(target, value);
  return hasBrand(value, name);
}

/** Whether a value belongs to the class of this name, whichever copy of it made the value. */
export function hasBrand(value: unknown, name: string): boolean {
  return typeof value === "object" && value !== null && (value as Branded)[brand]?.[name] === true;
}
