const MASK = "***";
const SECRET_HEADERS = new Set(["authorization", "cookie", "set-cookie", "proxy-authorization", "x-api-key"]);

/** The same headers with everything masked that lets somebody in. */
export function maskHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      SECRET_HEADERS.has(name) ? value.replace(/^(\w+ )?.*$/s, `$1${MASK}`) : value,
    ]),
  );
}

/** The same text without keys: those that are known, and what looks like one or is named like one. */
export function maskKeys(text: string, known: readonly string[]): string {
  let masked = text;
  for (const key of known) if (key.length > 3) masked = masked.replaceAll(key, MASK);
  return masked
    .replace(/\b(ak_(?:test|live)_|sk-)[\w-]{8,}/g, `$1${MASK}`)
    .replace(/("(?:api_?key|key|secret|token|password)"\s*:\s*")(?:[^"\\]|\\.)*"/gi, `$1${MASK}"`);
}
