import { missingParameter } from "../errors";
import type { ByokProviderList, ByokProviderTierList } from "../management/byok-key";
import type { RequestOptions } from "../options/request-options";
import { pathSegment } from "../pipeline/address";
import type { ApiClient } from "../pipeline/api-client";
import type { APIPromise } from "../pipeline/api-promise";
import type { WithResponseHeaders } from "../pipeline/with-response-headers";

/**
 * `client.byokProviders`: where your own keys can be used.
 * @see https://docs.auriko.ai/api-reference/list-byok-providers
 */
export class ByokProviders {
  readonly #client: ApiClient;

  /** @internal */
  constructor(client: ApiClient) {
    this.#client = client;
  }

  /** The providers that take your own keys, each as the server describes it. */
  list(options?: RequestOptions): APIPromise<WithResponseHeaders<ByokProviderList>> {
    return this.#client.call<WithResponseHeaders<ByokProviderList>>({
      method: "GET",
      path: "/byok/providers",
      options,
    });
  }

  /** The kinds of account at one provider: what `account_tier` of a key can be. */
  tiers(provider: string, options?: RequestOptions): APIPromise<WithResponseHeaders<ByokProviderTierList>> {
    const path = () => {
      if (provider === undefined || provider === null || provider === "") {
        throw missingParameter(
          "provider",
          "`provider` is missing: give the id of a provider, such as openai.",
        );
      }
      return `/byok/providers/${pathSegment(provider, "provider")}/tiers`;
    };
    return this.#client.call<WithResponseHeaders<ByokProviderTierList>>({ method: "GET", path, options });
  }
}
