import type { ApiKeyIdentity } from "../../ts/identity/api-key-identity";
import type { ApiKeyRecord } from "../management/key-ring";
import { profileOf } from "../management/scopes";
import { type Answer, jsonAnswer } from "../server/answer";
import type { GatewayState } from "../server/gateway-state";

/** `GET /v1/me`: who the key belongs to. */
export function identity(state: GatewayState, key: ApiKeyRecord): Answer {
  const body: ApiKeyIdentity = {
    credential_type: "api_key",
    status: "active",
    profile: profileOf(key.scopes),
    key_id: key.id,
    key_prefix: key.secret.slice(0, 12),
    key_name: key.name,
    workspace: { id: state.keys.workspaceId, name: "Local gateway" },
    scopes: [...key.scopes],
    rate_limits: {
      inference_rpm: key.rate_limit_rpm ?? state.account.requestsPerMinute,
      management_reads_rpm: 60,
      management_writes_rpm: 60,
    },
    expires_at: key.expires_at,
    created_at: key.created_at,
  };
  return jsonAnswer(body, { headers: state.account.headers(key.secret) });
}
