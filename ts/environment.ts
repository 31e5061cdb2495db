import { readFileSync } from "node:fs";

/** What the environment says about the network; absent where it says nothing. */
export interface NetworkEnvironment {
  httpProxy?: string;
  httpsProxy?: string;
  noProxy?: string;
  /** The certificates of `NODE_EXTRA_CA_CERTS`, in PEM. */
  extraCa?: string;
  sslCertFile?: string;
  sslCertDir?: string;
}

/** A variable that is set and not empty. */
function variable(...names: string[]): string | undefined {
  for (const name of names) {
    const value = process.env[name]?.trim();
    if (value) return value;
  }
  return undefined;
}

/** `AURIKO_API_KEY`. */
export function apiKeyFromEnvironment(): string | undefined {
  return variable("AURIKO_API_KEY");
}

/** `AURIKO_BASE_URL`. */
export function baseUrlFromEnvironment(): string | undefined {
  return variable("AURIKO_BASE_URL");
}

/** `AURIKO_LOG`. */
export function logLevelFromEnvironment(): string | undefined {
  return variable("AURIKO_LOG");
}

/**
 * Proxies and certificates, as curl and Node name them. Read here and passed down as values: the core never looks at the
 * environment, which JavaScript may be writing to.
 */
export function networkEnvironment(): NetworkEnvironment {
  const all = variable("all_proxy", "ALL_PROXY");
  // Under CGI a client's `Proxy:` header arrives as HTTP_PROXY, so there only the lower-case name can be trusted.
  const httpNames = process.env.REQUEST_METHOD === undefined ? ["http_proxy", "HTTP_PROXY"] : ["http_proxy"];
  const noProxy = variable("no_proxy", "NO_PROXY");
  // A star is for every host; the core's list would take it for every name, and for no address.
  const proxied = noProxy?.split(",").every((host) => host.trim() !== "*") ?? true;
  return withoutUndefined({
    httpProxy: proxied ? (variable(...httpNames) ?? all) : undefined,
    httpsProxy: proxied ? (variable("https_proxy", "HTTPS_PROXY") ?? all) : undefined,
    noProxy,
    extraCa: extraCertificates(),
    sslCertFile: variable("SSL_CERT_FILE"),
    sslCertDir: variable("SSL_CERT_DIR"),
  });
}

/** Like Node itself, a file that can't be read is passed over; the handshake will tell what is missing. */
function extraCertificates(): string | undefined {
  const path = variable("NODE_EXTRA_CA_CERTS");
  if (path === undefined) return undefined;
  try {
    const pem = readFileSync(path, "utf8");
    return pem.includes("-----BEGIN") ? pem : undefined;
  } catch {
    return undefined;
  }
}

function withoutUndefined(
  values: { [K in keyof NetworkEnvironment]: NetworkEnvironment[K] | undefined },
): NetworkEnvironment {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
