import { networkEnvironment } from "../environment";
import type { NativeConfig } from "../native/addon";
import { limitFields } from "../native/core-client";
import type { ResolvedClientOptions } from "../options/client-options";
import { headerLines } from "../options/headers";

const HTTP_VERSIONS = { auto: 0, "1.1": 1, "2": 2 } as const;

/** What the core needs to know of a client. Reads the environment's proxies and certificates. */
export function networkConfig(options: ResolvedClientOptions): NativeConfig {
  const environment = networkEnvironment();
  const proxies =
    options.proxy === undefined
      ? {
          httpProxy: environment.httpProxy ?? null,
          httpsProxy: environment.httpsProxy ?? null,
          noProxy: environment.noProxy ?? null,
        }
      : { httpProxy: options.proxy || null, httpsProxy: options.proxy || null, noProxy: null };
  return {
    ...proxies,
    ca: environment.extraCa === undefined ? options.ca : [environment.extraCa, ...options.ca],
    fallbackCa: [],
    cert: options.identity?.cert ?? null,
    key: options.identity?.key ?? null,
    systemCaFile: environment.sslCertFile ?? null,
    systemCaDir: environment.sslCertDir ?? null,
    httpVersion: HTTP_VERSIONS[options.httpVersion],
    ...limitFields(options),
    headers: headerLines(options.headers),
  };
}
