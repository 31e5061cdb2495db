/**
 * JSON-like data with every text in it changed, property names included: the value itself where nothing changes,
 * otherwise a copy. Classes are left alone. Neither depth nor circles matter: what a server sent may be nested without end.
 */
export function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (!isPlain(value) || !needsChange(value, change)) return value;
  const copies = new Map<object, object>();
  const pending: object[] = [];
  const copyOf = (item: unknown): unknown => {
    if (typeof item === "string") return change(item);
    if (!isPlain(item)) return item;
    let copy = copies.get(item);
    if (copy === undefined) {
      copy = Array.isArray(item) ? [] : {};
      copies.set(item, copy);
      pending.push(item);
    }
    return copy;
  };
  const root = copyOf(value);
  for (let source = pending.pop(); source !== undefined; source = pending.pop()) {
    const copy = copies.get(source) as object;
    for (const [name, item] of Object.entries(source)) {
      const key = Array.isArray(source) ? name : change(name);
      // Not by assignment: a field may be called `__proto__`.
      Object.defineProperty(copy, key, {
        value: copyOf(item),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
  }
  return root;
}

function needsChange(root: object, change: (text: string) => string): boolean {
  const seen = new Set<object>([root]);
  // A set can grow while it is gone through.
  for (const value of seen) {
    for (const [name, item] of Object.entries(value)) {
      if (change(name) !== name) return true;
      if (typeof item === "string" && change(item) !== item) return true;
      if (isPlain(item)) seen.add(item);
    }
  }
  return false;
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
