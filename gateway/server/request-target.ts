/** What the first line of a request asks for. */
export interface RequestTarget {
  /** Path without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/**
 * Reads a request target of RFC 9112: a path, or an absolute URL as proxies are sent. Never throws: what is neither is
 * kept as it was written, and is the path of no endpoint.
 */
export function readTarget(written: string): RequestTarget {
  const url = parse(written.startsWith("/") ? `http://gateway.invalid${written}` : written);
  if (url === undefined || !/^https?:$/.test(url.protocol)) return { path: written, query: {} };
  return { path: url.pathname, query: Object.fromEntries(url.searchParams) };
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
