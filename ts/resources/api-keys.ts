import type {
  ApiKeyCreateParams,
  ApiKeyList,
  ApiKeyListParams,
  ApiKeyUpdateParams,
  ApiKeyUsage,
  ApiKeyUsageParams,
  CreatedApiKey,
  DeletedKey,
  ManagedApiKey,
  WorkspaceParams,
} from "../management/api-key";
import { deletedKey } from "../management/deleted-key";
import { hideSecret } from "../management/hide-secret";
import { fieldsOf, requireFields, workspacePath } from "../management/workspace-path";
import type { RequestOptions } from "../options/request-options";
import { queryString } from "../pipeline/address";
import type { ApiClient } from "../pipeline/api-client";
import type { APIPromise } from "../pipeline/api-promise";
import type { WithResponseHeaders } from "../pipeline/with-response-headers";
import { boolean, type Checks, integer, record, string, strings } from "../validation/checks";

const UPDATABLE: Checks = {
  name: string,
  rate_limit_rpm: integer({ min: 1 }),
  expires_at: string,
  budget: (value, path) => void record(value, path),
};

/**
 * `client.apiKeys`: the API keys of a workspace. Needs a key with scope `keys:read`, and `keys:write` for changes.
 * @see https://docs.auriko.ai/api-reference/list-api-keys
 */
export class ApiKeys {
  readonly #client: ApiClient;

  /** @internal */
  constructor(client: ApiClient) {
    this.#client = client;
  }

  /**
   * Creates an API key for calling models. The answer holds the secret as `api_key`, this once.
   *
   * The API has no protection against doing this twice, so the request is repeated only while it can't have arrived:
   * after a refused connection or an answer of 429. When an answer is lost, the error says how to find the key that may
   * have been made.
   */
  create(
    params: ApiKeyCreateParams,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<CreatedApiKey>> {
    return this.#client.call<WithResponseHeaders<CreatedApiKey>>({
      method: "POST",
      path: () => workspacePath(params?.workspace_id, "api-keys"),
      options,
      repeat: "until-received",
      lost: () =>
        `A key named ${JSON.stringify(params.name)} may have been created: look for it with ` +
        "`client.apiKeys.list()`, delete it with `client.apiKeys.delete()`, and create another.",
      body: () => {
        const fields = fieldsOf(params, { ...UPDATABLE, key_type: string, scopes: strings });
        requireFields(fields, ["name"]);
        return fields;
      },
      read: (value) => hideSecret(value as WithResponseHeaders<CreatedApiKey>),
    });
  }

  /** All API keys of a workspace; those that the system keeps for the playground are left out. */
  list(params: ApiKeyListParams, options?: RequestOptions): APIPromise<WithResponseHeaders<ApiKeyList>> {
    const path = () =>
      workspacePath(params?.workspace_id, "api-keys") +
      queryString(fieldsOf(params, { include_revoked: boolean }));
    return this.#client.call<WithResponseHeaders<ApiKeyList>>({ method: "GET", path, options });
  }

  /** One API key. Rejects with `NotFoundError` for a key that is absent or not visible to yours. */
  retrieve(
    apiKeyId: string,
    params: WorkspaceParams,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<ManagedApiKey>> {
    const path = () => this.#pathOf(apiKeyId, fieldsAndWorkspace(params));
    return this.#client.call<WithResponseHeaders<ManagedApiKey>>({ method: "GET", path, options });
  }

  /** Changes an API key. What restricts it takes effect within a minute: then `propagation_status` is `pending`. */
  update(
    apiKeyId: string,
    params: ApiKeyUpdateParams,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<ManagedApiKey>> {
    return this.#client.call<WithResponseHeaders<ManagedApiKey>>({
      method: "PATCH",
      path: () => this.#pathOf(apiKeyId, params),
      options,
      body: () => fieldsOf(params, { ...UPDATABLE, is_active: boolean }),
    });
  }

  /** Revokes an API key: it is dead within a minute, and stays visible to `list({ include_revoked: true })`. */
  delete(
    apiKeyId: string,
    params: WorkspaceParams,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<DeletedKey>> {
    return this.#client.call<WithResponseHeaders<DeletedKey>>({
      method: "DELETE",
      path: () => this.#pathOf(apiKeyId, fieldsAndWorkspace(params)),
      options,
      // What the API answers with here is not written down.
      alsoGood: "any JSON, or nothing",
      read: (value) => deletedKey(value, apiKeyId) as WithResponseHeaders<DeletedKey>,
    });
  }

  /** Requests, tokens and cost of one API key. Scope `usage:read` is enough. */
  usage(
    apiKeyId: string,
    params: ApiKeyUsageParams,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<ApiKeyUsage>> {
    const path = () =>
      `${this.#pathOf(apiKeyId, params)}/usage${queryString(fieldsOf(params, { period: string }))}`;
    return this.#client.call<WithResponseHeaders<ApiKeyUsage>>({ method: "GET", path, options });
  }

  #pathOf(id: unknown, params: WorkspaceParams | undefined): string {
    return workspacePath(params?.workspace_id, "api-keys", { id, param: "apiKeyId" });
  }
}

function fieldsAndWorkspace<T extends WorkspaceParams>(params: T): T {
  fieldsOf(params, {});
  return params;
}
