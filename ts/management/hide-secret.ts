/** Keeps the secret of a new key out of whatever lists its properties: logs, `console.log`, JSON. Reading it works. */
export function hideSecret<T extends { readonly api_key: string }>(key: T): T {
  if (typeof key !== "object" || key === null || !Object.hasOwn(key, "api_key")) return key;
  return Object.defineProperty(key, "api_key", { enumerable: false });
}
