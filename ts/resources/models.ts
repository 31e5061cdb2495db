import { missingParameter } from "../errors";
import type { Model, ModelList, ModelListParams } from "../models/callable";
import type { DirectoryResponse } from "../models/directory";
import type { ModelsListResponse, ProviderList } from "../models/registry";
import type { RequestOptions } from "../options/request-options";
import { pathSegment, queryString } from "../pipeline/address";
import type { ApiClient } from "../pipeline/api-client";
import type { APIPromise } from "../pipeline/api-promise";
import type { WithResponseHeaders } from "../pipeline/with-response-headers";
import { checkFields, string } from "../validation/checks";

/** `client.models` */
export class Models {
  readonly #client: ApiClient;

  /** @internal */
  constructor(client: ApiClient) {
    this.#client = client;
  }

  /** The models that can be called with your key: through chat, or with `endpoint: "responses"` also those without it. */
  list(
    params?: ModelListParams | null,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<ModelList>> {
    const path = () => `/models${queryString(checkFields(params ?? {}, "params", { endpoint: string }))}`;
    return this.#client.call<WithResponseHeaders<ModelList>>({ method: "GET", path, options });
  }

  /** One model by its id or one of its aliases. Rejects with `NotFoundError` for a name that is neither. */
  retrieve(modelId: string, options?: RequestOptions): APIPromise<WithResponseHeaders<Model>> {
    const path = () => {
      if (modelId === undefined || modelId === null || modelId === "") {
        throw missingParameter(
          "modelId",
          "`modelId` is missing: give the id of a model or one of its aliases.",
        );
      }
      return `/models/${pathSegment(modelId, "modelId")}`;
    };
    return this.#client.call<WithResponseHeaders<Model>>({ method: "GET", path, options });
  }

  /** Every model with its providers, prices, capabilities and limits. */
  listDirectory(options?: RequestOptions): APIPromise<WithResponseHeaders<DirectoryResponse>> {
    return this.#client.call<WithResponseHeaders<DirectoryResponse>>({
      method: "GET",
      path: "/directory/models",
      options,
    });
  }

  /** Every model in short: what it can do and who serves it. */
  listRegistry(options?: RequestOptions): APIPromise<WithResponseHeaders<ModelsListResponse>> {
    return this.#client.call<WithResponseHeaders<ModelsListResponse>>({
      method: "GET",
      path: "/registry/models",
      options,
    });
  }

  /** Every provider and its data policy. */
  listProviders(options?: RequestOptions): APIPromise<WithResponseHeaders<ProviderList>> {
    return this.#client.call<WithResponseHeaders<ProviderList>>({
      method: "GET",
      path: "/registry/providers",
      options,
    });
  }
}
