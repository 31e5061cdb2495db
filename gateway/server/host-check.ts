import { isIP } from "node:net";
import { ApiFailure } from "./api-failure";
import type { RecordedRequest } from "./recorded-request";

/**
 * Refuses requests that reached a loopback address by a name that anybody could have pointed at it. Without this, a web
 * page whose name is rebound to 127.0.0.1 could use the gateway of whoever looks at the page.
 */
export class HostCheck {
  readonly #applies: boolean;
  readonly #names: ReadonlySet<string>;

  /** @param bound the address that the gateway listens on: only a loopback address is checked */
  constructor(bound: string, allowedHosts: readonly string[]) {
    this.#applies = isLoopback(bound);
    this.#names = new Set([bound, ...allowedHosts].map((name) => name.toLowerCase()));
  }

  /** @throws ApiFailure 403 `insufficient_permissions` */
  check({ headers }: Pick<RecordedRequest, "headers">): void {
    const written = headers[":authority"] ?? headers.host;
    // Browsers, which is who rebinding works on, always send one.
    if (!this.#applies || written === undefined || written === "") return;
    const name = nameOf(written);
    if (isIP(name) !== 0 || name === "localhost" || name.endsWith(".localhost") || this.#names.has(name))
      return;
    const message = `This gateway listens on a loopback address and is not known as ${JSON.stringify(name)}.`;
    throw new ApiFailure("insufficient_permissions", message, {
      suggestion:
        "Use the address 127.0.0.1, or start the gateway with the name in `allowedHosts` (--allow-host).",
    });
  }
}

/** Whether an address can only be reached from the machine itself. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

/** The name or address of a `Host` header, without its port and without the brackets of IPv6. */
function nameOf(written: string): string {
  const bracketed = /^\[([^\]]*)\]/.exec(written)?.[1];
  return (bracketed ?? written.replace(/:\d*$/, "")).toLowerCase().replace(/\.$/, "");
}
