import type { AurikoAPIError } from "./auriko-api-error";

const MASK = "[redacted]";

/** Takes secrets out of everything that an error shows, property names included. The error stays the same object. */
export function maskError<T extends AurikoAPIError>(error: T, secrets: readonly string[]): T {
  const known = secrets.filter((secret) => typeof secret === "string" && secret !== "");
  for (const key of Object.getOwnPropertyNames(error)) {
    const property = Object.getOwnPropertyDescriptor(error, key) as PropertyDescriptor;
    const masked = maskValue(property.value, known);
    if (masked !== property.value) Object.defineProperty(error, key, { ...property, value: masked });
  }
  return error;
}

/** The value itself where nothing had to be masked, otherwise a copy; classes are left alone. */
function maskValue(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === "string") return maskText(value, secrets);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => maskValue(item, secrets));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value);
  const masked = entries.map(([key, item]) => [maskText(key, secrets), maskValue(item, secrets)] as const);
  const changed = masked.some(
    ([key, item], index) => key !== entries[index]?.[0] || item !== entries[index]?.[1],
  );
  return changed ? Object.fromEntries(masked) : value;
}

function maskText(text: string, secrets: readonly string[]): string {
  return secrets.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
}
