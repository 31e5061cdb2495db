import type { ApiKeyIdentity } from "../identity/api-key-identity";
import type { RequestOptions } from "../options/request-options";
import type { ApiClient } from "../pipeline/api-client";
import type { APIPromise } from "../pipeline/api-promise";
import type { WithResponseHeaders } from "../pipeline/with-response-headers";

/** `client.me` */
export class Identity {
  readonly #client: ApiClient;

  /** @internal */
  constructor(client: ApiClient) {
    this.#client = client;
  }

  /** Whose key this is, what it may do, and its rate limits. */
  get(options?: RequestOptions): APIPromise<WithResponseHeaders<ApiKeyIdentity>> {
    return this.#client.call<WithResponseHeaders<ApiKeyIdentity>>({ method: "GET", path: "/me", options });
  }
}
