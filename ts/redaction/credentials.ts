/** Headers that callers put credentials into. */
const CREDENTIAL_HEADERS = new Set([
  "authorization",
  "proxy-authorization",
  "x-api-key",
  "api-key",
  "cookie",
]);

/** The credentials among the headers of a request, without the names of their schemes. */
export function credentialsOfHeaders(headers: Iterable<readonly [string, string]>): string[] {
  const found: string[] = [];
  for (const [name, value] of headers) {
    if (CREDENTIAL_HEADERS.has(name.toLowerCase())) found.push(value.replace(/^[A-Za-z]+ +/, ""));
  }
  return found;
}

/** The credentials in a proxy's address: as they are written, as they are meant, and as they are sent. */
export function credentialsOfProxy(address: string | null | undefined | false): string[] {
  if (!address) return [];
  const [, written] = /^[a-z0-9+.-]+:\/\/([^/?#]*)@/i.exec(address) ?? [];
  if (written === undefined) return [];
  const colon = written.indexOf(":");
  // A name without a password is a token.
  const secret = colon < 0 ? written : written.slice(colon + 1);
  const meant = decoded(written);
  return [secret, decoded(secret), btoa(latin1(colon < 0 ? `${meant}:` : meant))];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The bytes of a text, as `btoa` takes them. */
function latin1(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}
