import type { KeyRing } from "../management/key-ring";
import { ApiFailure } from "../server/api-failure";
import { isLoopback } from "../server/host-check";

/** Decides who may use the page. */
export class PageGate {
  readonly #open: boolean;
  readonly #keys: KeyRing;

  /** @param bound the address that the gateway listens on; on anything but loopback the page wants a key */
  constructor(bound: string, keys: KeyRing) {
    this.#open = isLoopback(bound);
    this.#keys = keys;
  }

  /**
   * Browsers ask people for a user and a password; the password is the key.
   *
   * @throws ApiFailure 401 `invalid_api_key`, or 403 for another site's script that tries to send something
   */
  check(method: string, headers: Readonly<Record<string, string>>): void {
    if (!this.#open && !this.#hasKey(headers.authorization ?? "")) {
      throw new ApiFailure(
        "invalid_api_key",
        "The page needs the gateway's key as the password, with any user.",
        {
          headers: { "www-authenticate": 'Basic realm="Auriko gateway: the password is its key"' },
        },
      );
    }
    if (method !== "GET" && method !== "HEAD" && !isFromPage(headers)) {
      throw new ApiFailure("insufficient_permissions", "Only the gateway's own page may send this.");
    }
  }

  /** Whether {@link check} has nothing against it. */
  admits(method: string, headers: Readonly<Record<string, string>>): boolean {
    try {
      this.check(method, headers);
      return true;
    } catch {
      return false;
    }
  }

  #hasKey(authorization: string): boolean {
    const [, scheme = "", value = ""] = /^(Basic|Bearer)\s+(\S+)$/i.exec(authorization) ?? [];
    const secret = /^basic$/i.test(scheme)
      ? Buffer.from(value, "base64")
          .toString("utf8")
          .replace(/^[^:]*:/, "")
      : value;
    return secret !== "" && this.#keys.find(secret) !== undefined;
  }
}

/** A script of another site can't send JSON here without asking first, and no answer allows it. */
function isFromPage(headers: Readonly<Record<string, string>>): boolean {
  if (!/^application\/json\b/i.test(headers["content-type"] ?? "")) return false;
  const { origin } = headers;
  if (origin === undefined) return true;
  return origin.replace(/^https?:\/\//, "") === (headers[":authority"] ?? headers.host);
}
