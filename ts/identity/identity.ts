import type { Answered } from "../answered";
import type { APIPromise } from "../api-promise";
import type { ApiKeyIdentity } from "../me";
import type { RequestOptions } from "../options/request-options";
import type { ApiClient } from "../pipeline/api-client";

/** `client.me` */
export class Identity {
  readonly #client: ApiClient;

  /** @internal */
  constructor(client: ApiClient) {
    this.#client = client;
  }

  /** Whose key this is, what it may do, and its rate limits. */
  get(options?: RequestOptions): APIPromise<Answered<ApiKeyIdentity>> {
    return this.#client.call<Answered<ApiKeyIdentity>>({ method: "GET", path: "/me", options });
  }
}
