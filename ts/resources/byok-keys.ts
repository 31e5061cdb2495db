import { builtinModule } from "../builtin-module";
import { invalidParameter } from "../errors";
import type { DeletedKey, WorkspaceParams } from "../management/api-key";
import type {
  ByokKey,
  ByokKeyCreateParams,
  ByokKeyList,
  ByokKeyListParams,
  ByokKeyUpdateParams,
} from "../management/byok-key";
import { deletedKey } from "../management/deleted-key";
import { fieldsOf, requireFields, workspacePath } from "../management/workspace-path";
import type { RequestOptions } from "../options/request-options";
import { queryString } from "../pipeline/address";
import type { ApiClient } from "../pipeline/api-client";
import type { APIPromise } from "../pipeline/api-promise";
import type { WithResponseHeaders } from "../pipeline/with-response-headers";
import { boolean, type Checks, string, wrong } from "../validation/checks";

const UPDATABLE: Checks = { name: string, is_default: boolean, account_tier: string };

/** Options of a request that stores one of your own keys. */
export interface ByokKeyCreateOptions extends RequestOptions {
  /**
   * Tells the server that two requests are the same, so that the second does nothing: at most 255 letters, digits, `_`
   * and `-`. Default: a new one per call, which all attempts of the call share.
   */
  idempotencyKey?: string | undefined;
}

/**
 * `client.byokKeys`: your own keys at providers. Needs a key with scope `byok:read`, and `byok:write` for changes.
 * @see https://docs.auriko.ai/api-reference/list-byok-keys
 */
export class ByokKeys {
  readonly #client: ApiClient;

  /** @internal */
  constructor(client: ApiClient) {
    this.#client = client;
  }

  /**
   * Stores your own key at a provider, which checks it first.
   *
   * Repeating it is safe: all attempts carry one `Idempotency-Key`. While the first of two equal requests runs, the second
   * rejects with a `ConflictError`: wait, and repeat it with the same `idempotencyKey`. A provider that refuses the
   * secret makes a `BadRequestError`; then nothing was stored.
   */
  create(
    params: ByokKeyCreateParams,
    options?: ByokKeyCreateOptions,
  ): APIPromise<WithResponseHeaders<ByokKey>> {
    const { idempotencyKey, ...rest } = options ?? {};
    return this.#client.call<WithResponseHeaders<ByokKey>>({
      method: "POST",
      path: () => workspacePath(params?.workspace_id, "byok-keys"),
      options: rest,
      headers: () => ({ "idempotency-key": checkedKey(idempotencyKey ?? newKey()) }),
      secrets: () => [params.api_key],
      body: () => {
        const fields = fieldsOf(params, { ...UPDATABLE, provider: string, api_key: string });
        requireFields(fields, ["provider", "api_key"]);
        return fields;
      },
    });
  }

  /** All your own keys of a workspace, or those at one provider. */
  list(params: ByokKeyListParams, options?: RequestOptions): APIPromise<WithResponseHeaders<ByokKeyList>> {
    const path = () =>
      workspacePath(params?.workspace_id, "byok-keys") + queryString(fieldsOf(params, { provider: string }));
    return this.#client.call<WithResponseHeaders<ByokKeyList>>({ method: "GET", path, options });
  }

  /** One of your own keys. Rejects with `NotFoundError` for a key that is absent or not visible to yours. */
  retrieve(
    byokKeyId: string,
    params: WorkspaceParams,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<ByokKey>> {
    const path = () => this.#pathOf(byokKeyId, params);
    return this.#client.call<WithResponseHeaders<ByokKey>>({ method: "GET", path, options });
  }

  /** Changes one of your own keys; the last write wins. To exchange a secret, store a new key and delete the old one. */
  update(
    byokKeyId: string,
    params: ByokKeyUpdateParams,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<ByokKey>> {
    return this.#client.call<WithResponseHeaders<ByokKey>>({
      method: "PATCH",
      path: () => this.#pathOf(byokKeyId, params),
      options,
      body: () => {
        const fields = fieldsOf(params, { ...UPDATABLE, disabled: boolean });
        if (Object.values(fields).every((value) => value === undefined)) {
          throw invalidParameter("params", `\`params\` needs one of: ${UPDATABLE_NAMES}.`);
        }
        return fields;
      },
    });
  }

  /** Deletes one of your own keys. If it was its provider's default, routing through it stops within five minutes. */
  delete(
    byokKeyId: string,
    params: WorkspaceParams,
    options?: RequestOptions,
  ): APIPromise<WithResponseHeaders<DeletedKey>> {
    return this.#client.call<WithResponseHeaders<DeletedKey>>({
      method: "DELETE",
      path: () => this.#pathOf(byokKeyId, params),
      options,
      // What the API answers with here is not written down.
      alsoGood: "any JSON, or nothing",
      read: (value) => deletedKey(value, byokKeyId) as WithResponseHeaders<DeletedKey>,
    });
  }

  #pathOf(id: unknown, params: WorkspaceParams | undefined): string {
    return workspacePath(params?.workspace_id, "byok-keys", { id, param: "byokKeyId" });
  }
}

const UPDATABLE_NAMES = [...Object.keys(UPDATABLE), "disabled"].map((name) => `\`${name}\``).join(", ");

const newKey = () => builtinModule<typeof import("node:crypto")>("node:crypto").randomUUID();

function checkedKey(key: unknown): string {
  if (typeof key !== "string" || !/^[\w-]{1,255}$/.test(key)) {
    throw wrong("idempotencyKey", "1 to 255 letters, digits, `_` and `-`", key);
  }
  return key;
}
